// Map, Set and plain objects as dictionaries.
function run() {
  var words = [];
  var seed = 99;
  var i;
  for (i = 0; i < 400; i++) {
    seed = (seed * 1103 + 12345) % 65536;
    words.push('w' + (seed % 97));
  }
  var counts = new Map();
  for (i = 0; i < words.length; i++) {
    counts.set(words[i], (counts.get(words[i]) || 0) + 1);
  }
  var seen = new Set();
  var object = {};
  words.forEach(function (word, index) {
    if (!seen.has(word)) {
      seen.add(word);
      object[word] = index;
    }
  });
  var checksum = counts.size * 1000 + seen.size;
  counts.forEach(function (count, word) {
    checksum = (checksum * 31 + count + object[word]) % 1000003;
  });
  for (var word of seen) {
    checksum = (checksum + word.length) % 1000003;
    delete object[word];
  }
  for (var rest in object) {
    checksum += rest.length + 1;
  }
  return checksum;
}
