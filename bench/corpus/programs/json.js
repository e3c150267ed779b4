// A JSON parser and writer written in JavaScript.
function Reader(text) {
  this.text = text;
  this.at = 0;
}
Reader.prototype.fail = function (what) {
  throw new SyntaxError(what + ' at ' + this.at);
};
Reader.prototype.space = function () {
  while (this.at < this.text.length) {
    var c = this.text.charCodeAt(this.at);
    if (c !== 32 && c !== 10 && c !== 13 && c !== 9) {
      break;
    }
    this.at++;
  }
};
Reader.prototype.value = function () {
  this.space();
  switch (this.text.charAt(this.at)) {
    case '{': return this.object();
    case '[': return this.array();
    case '"': return this.string();
    case 't': return this.word('true', true);
    case 'f': return this.word('false', false);
    case 'n': return this.word('null', null);
    default: return this.number();
  }
};
Reader.prototype.word = function (word, value) {
  for (var i = 0; i < word.length; i++) {
    if (this.text.charAt(this.at++) !== word.charAt(i)) {
      this.fail('expected ' + word);
    }
  }
  return value;
};
Reader.prototype.number = function () {
  var start = this.at;
  for (;;) {
    var c = this.text.charCodeAt(this.at);
    if ((c >= 48 && c <= 57) || c === 45 || c === 46 || c === 101 || c === 43) {
      this.at++;
    } else {
      break;
    }
  }
  if (this.at === start) {
    this.fail('expected a value');
  }
  return Number(this.text.substring(start, this.at));
};
Reader.prototype.string = function () {
  var result = '';
  var start = ++this.at;
  for (;;) {
    var c = this.text.charCodeAt(this.at);
    if (c === 34) {
      result += this.text.substring(start, this.at++);
      return result;
    }
    if (c === 92) {
      result += this.text.substring(start, this.at);
      var escaped = this.text.charAt(this.at + 1);
      result += escaped === 'n' ? '\n' : escaped === 't' ? '\t' : escaped;
      this.at += 2;
      start = this.at;
    } else if (c !== c) {
      this.fail('open string');
    } else {
      this.at++;
    }
  }
};
Reader.prototype.array = function () {
  var result = [];
  this.at++;
  this.space();
  if (this.text.charAt(this.at) === ']') {
    this.at++;
    return result;
  }
  for (;;) {
    result.push(this.value());
    this.space();
    var c = this.text.charAt(this.at++);
    if (c === ']') {
      return result;
    }
    if (c !== ',') {
      this.fail('expected ,');
    }
  }
};
Reader.prototype.object = function () {
  var result = {};
  this.at++;
  this.space();
  if (this.text.charAt(this.at) === '}') {
    this.at++;
    return result;
  }
  for (;;) {
    this.space();
    var key = this.string();
    this.space();
    if (this.text.charAt(this.at++) !== ':') {
      this.fail('expected :');
    }
    result[key] = this.value();
    this.space();
    var c = this.text.charAt(this.at++);
    if (c === '}') {
      return result;
    }
    if (c !== ',') {
      this.fail('expected ,');
    }
  }
};

function write(value, out) {
  if (Array.isArray(value)) {
    out.push('[');
    for (var i = 0; i < value.length; i++) {
      if (i > 0) {
        out.push(',');
      }
      write(value[i], out);
    }
    out.push(']');
  } else if (typeof value === 'string') {
    out.push('"', value.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n'), '"');
  } else if (value !== null && typeof value === 'object') {
    var separator = '{';
    for (var key in value) {
      out.push(separator, '"', key, '":');
      write(value[key], out);
      separator = ',';
    }
    out.push(separator === '{' ? '{}' : '}');
  } else {
    out.push(String(value));
  }
}

function sample() {
  var orders = [];
  for (var i = 0; i < 40; i++) {
    orders.push({
      id: i * 7919,
      name: 'customer "' + i + '"\nof ours',
      paid: i % 3 === 0,
      total: i * 12.25,
      notes: null,
      lines: [{ sku: 'A' + i, count: i % 5 }, { sku: 'B' + i, count: i % 7 }],
      tags: ['x', 'yy', 'zzz']
    });
  }
  return orders;
}

var TEXT = JSON.stringify(sample());

function run() {
  var parsed = new Reader(TEXT).value();
  var out = [];
  write(parsed, out);
  var text = out.join('');
  return text.length + ':' + (text === TEXT) + ':' + parsed[39].lines[1].sku;
}
