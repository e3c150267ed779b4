// A template engine: compiles templates to trees of closures and renders them.
function compile(template) {
  var parts = template.split(/\{\{|\}\}/);
  var position = 0;
  function sequence() {
    var nodes = [];
    while (position < parts.length) {
      if (position % 2 === 0) {
        nodes.push(text(parts[position++]));
        continue;
      }
      var tag = parts[position++];
      if (tag.charAt(0) === '/') {
        break;
      }
      if (tag.charAt(0) === '#') {
        nodes.push(each(tag.substring(1), sequence()));
      } else if (tag.charAt(0) === '?') {
        nodes.push(when(tag.substring(1), sequence()));
      } else {
        nodes.push(value(tag));
      }
    }
    return function (data, out) {
      for (var i = 0; i < nodes.length; i++) {
        nodes[i](data, out);
      }
    };
  }
  return sequence();
}

function text(literal) {
  return function (data, out) {
    out.push(literal);
  };
}

function value(path) {
  var keys = path.split('.');
  return function (data, out) {
    var found = data;
    for (var i = 0; i < keys.length && found != null; i++) {
      found = found[keys[i]];
    }
    out.push(escape(String(found)));
  };
}

function each(key, body) {
  return function (data, out) {
    data[key].forEach(function (element) {
      body(element, out);
    });
  };
}

function when(key, body) {
  return function (data, out) {
    if (data[key]) {
      body(data, out);
    }
  };
}

function escape(raw) {
  return raw.indexOf('<') < 0 ? raw : raw.replace(/</g, '&lt;');
}

var TEMPLATE =
  '<h1>{{title}}</h1><table>{{#rows}}<tr class="{{kind}}"><td>{{id}}</td><td>{{owner.name}}</td>' +
  '{{?late}}<td>late by {{days}}</td>{{/late}}</tr>{{/rows}}</table>';

function data() {
  var rows = [];
  for (var i = 0; i < 60; i++) {
    rows.push({ id: i, kind: i % 2 ? 'odd' : 'even', owner: { name: i % 7 ? 'Ann' : '<Bob>' }, late: i % 3 === 0, days: i });
  }
  return { title: 'Orders', rows: rows };
}

var DATA = data();

function run() {
  var render = compile(TEMPLATE);
  var length = 0;
  for (var i = 0; i < 4; i++) {
    var out = [];
    render(DATA, out);
    length += out.join('').length;
  }
  return length;
}
