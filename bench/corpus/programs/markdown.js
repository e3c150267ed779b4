// Markdown to HTML, character by character: headings, lists, code, emphasis, links.
function escapeHtml(c) {
  return c === '<' ? '&lt;' : c === '>' ? '&gt;' : c === '&' ? '&amp;' : c;
}

function inline(text) {
  var out = '';
  var strong = false;
  var emphasis = false;
  var i = 0;
  while (i < text.length) {
    var c = text.charAt(i);
    if (c === '*' && text.charAt(i + 1) === '*') {
      out += strong ? '</strong>' : '<strong>';
      strong = !strong;
      i += 2;
    } else if (c === '*') {
      out += emphasis ? '</em>' : '<em>';
      emphasis = !emphasis;
      i++;
    } else if (c === '`') {
      var end = text.indexOf('`', i + 1);
      out += '<code>';
      for (var j = i + 1; j < end; j++) {
        out += escapeHtml(text.charAt(j));
      }
      out += '</code>';
      i = end + 1;
    } else if (c === '[') {
      var close = text.indexOf(']', i);
      var paren = text.indexOf(')', close);
      out += '<a href="' + text.substring(close + 2, paren) + '">' + inline(text.substring(i + 1, close)) + '</a>';
      i = paren + 1;
    } else {
      out += escapeHtml(c);
      i++;
    }
  }
  return out;
}

function Document() {
  this.out = [];
  this.open = null;
  this.paragraph = [];
}
Document.prototype.close = function () {
  if (this.paragraph.length > 0) {
    this.out.push('<p>' + inline(this.paragraph.join(' ')) + '</p>');
    this.paragraph = [];
  }
  if (this.open !== null) {
    this.out.push('</' + this.open + '>');
    this.open = null;
  }
};
Document.prototype.line = function (line) {
  if (line === '') {
    this.close();
  } else if (line.charAt(0) === '#') {
    this.close();
    var level = 0;
    while (line.charAt(level) === '#') {
      level++;
    }
    this.out.push('<h' + level + '>' + inline(line.substring(level + 1)) + '</h' + level + '>');
  } else if (line.charAt(0) === '-') {
    if (this.open !== 'ul') {
      this.close();
      this.out.push('<ul>');
      this.open = 'ul';
    }
    this.out.push('<li>' + inline(line.substring(2)) + '</li>');
  } else {
    this.paragraph.push(line);
  }
};

function page() {
  var lines = [];
  for (var i = 0; i < 12; i++) {
    lines.push('## Section ' + i, '');
    lines.push('Some *emphasised* text, **strong words** and `a < b && c` as code,');
    lines.push('with a [link *to* somewhere](https://example.org/' + i + ') & more.', '');
    lines.push('- one item', '- another **item** with `code`', '- the last < item', '');
  }
  return lines.join('\n');
}

var PAGE = page();

function run() {
  var html = new Document();
  var lines = PAGE.split('\n');
  for (var i = 0; i < lines.length; i++) {
    html.line(lines[i]);
  }
  html.close();
  var text = html.out.join('\n');
  var checksum = text.length;
  for (var j = 0; j < text.length; j += 16) {
    checksum = (checksum * 31 + text.charCodeAt(j)) % 1000003;
  }
  return checksum;
}
