// Builds and takes apart strings: concatenation, join, split, search, case, padding.
function report(rows) {
  var text = '';
  for (var i = 0; i < rows; i++) {
    text += i + '. ';
    text += 'item' + (i % 10) + '; ';
    if (i % 5 === 0) {
      text += '\n';
    }
  }
  return text;
}

function caesar(text, shift) {
  var out = [];
  for (var i = 0; i < text.length; i++) {
    var code = text.charCodeAt(i);
    out.push(code >= 97 && code <= 122 ? String.fromCharCode(97 + ((code - 97 + shift) % 26)) : text.charAt(i));
  }
  return out.join('');
}

function run() {
  var text = report(120);
  var secret = caesar(text, 3);
  var lines = secret.split('\n');
  var checksum = 0;
  for (var i = 0; i < lines.length; i++) {
    var line = lines[i].trim().toUpperCase();
    checksum = (checksum * 31 + line.length + line.indexOf('5')) % 1000003;
    checksum += line.substring(3, 9).split('').reverse().join('').charCodeAt(0);
    checksum += line.replace('LWHP', 'x').length;
  }
  return checksum + ':' + (caesar(secret, 23) === text);
}
