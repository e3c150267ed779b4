// A small language: tokenizer, Pratt parser and an interpreter that walks the tree.
function Tokenizer(text) {
  this.text = text;
  this.at = 0;
}
Tokenizer.prototype.isLetter = function (c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c === '_';
};
Tokenizer.prototype.isDigit = function (c) {
  return c >= '0' && c <= '9';
};
Tokenizer.prototype.next = function () {
  var text = this.text;
  while (this.at < text.length && text.charAt(this.at) <= ' ') {
    this.at++;
  }
  if (this.at >= text.length) {
    return { type: 'end', value: '' };
  }
  var start = this.at;
  var c = text.charAt(this.at++);
  if (this.isDigit(c)) {
    while (this.isDigit(text.charAt(this.at))) {
      this.at++;
    }
    return { type: 'number', value: parseInt(text.substring(start, this.at), 10) };
  }
  if (this.isLetter(c)) {
    while (this.isLetter(text.charAt(this.at)) || this.isDigit(text.charAt(this.at))) {
      this.at++;
    }
    var word = text.substring(start, this.at);
    return { type: KEYWORDS.hasOwnProperty(word) ? word : 'name', value: word };
  }
  var two = c + text.charAt(this.at);
  if (two === '==' || two === '!=' || two === '<=' || two === '>=') {
    this.at++;
    return { type: two, value: two };
  }
  return { type: c, value: c };
};

var KEYWORDS = { fn: 1, let: 1, while: 1, if: 1, else: 1, return: 1 };
var POWER = {
  '==': 10, '!=': 10, '<': 20, '>': 20, '<=': 20, '>=': 20, '+': 30, '-': 30, '*': 40, '/': 40, '%': 40, '(': 50
};

function Parser(text) {
  this.tokenizer = new Tokenizer(text);
  this.token = this.tokenizer.next();
}
Parser.prototype.advance = function () {
  var token = this.token;
  this.token = this.tokenizer.next();
  return token;
};
Parser.prototype.expect = function (type) {
  if (this.token.type !== type) {
    throw new Error('expected ' + type + ' but found ' + this.token.type);
  }
  return this.advance();
};
Parser.prototype.program = function () {
  var body = [];
  while (this.token.type !== 'end') {
    body.push(this.statement());
  }
  return { type: 'block', body: body };
};
Parser.prototype.block = function () {
  var body = [];
  this.expect('{');
  while (this.token.type !== '}') {
    body.push(this.statement());
  }
  this.expect('}');
  return { type: 'block', body: body };
};
Parser.prototype.statement = function () {
  var name, condition, value;
  switch (this.token.type) {
    case 'let':
      this.advance();
      name = this.expect('name').value;
      this.expect('=');
      value = this.expression(0);
      this.expect(';');
      return { type: 'let', name: name, value: value };
    case 'while':
      this.advance();
      condition = this.expression(0);
      return { type: 'while', condition: condition, body: this.block() };
    case 'if':
      this.advance();
      condition = this.expression(0);
      var then = this.block();
      var otherwise = null;
      if (this.token.type === 'else') {
        this.advance();
        otherwise = this.block();
      }
      return { type: 'if', condition: condition, then: then, otherwise: otherwise };
    case 'return':
      this.advance();
      value = this.expression(0);
      this.expect(';');
      return { type: 'return', value: value };
    default:
      value = this.expression(0);
      if (this.token.type === '=' && value.type === 'name') {
        this.advance();
        value = { type: 'assign', name: value.name, value: this.expression(0) };
      }
      this.expect(';');
      return { type: 'do', value: value };
  }
};
Parser.prototype.expression = function (power) {
  var left = this.prefix();
  while ((POWER[this.token.type] || 0) > power) {
    var operator = this.advance().type;
    if (operator === '(') {
      var args = [];
      while (this.token.type !== ')') {
        args.push(this.expression(0));
        if (this.token.type === ',') {
          this.advance();
        }
      }
      this.expect(')');
      left = { type: 'call', target: left, args: args };
    } else {
      left = { type: 'binary', operator: operator, left: left, right: this.expression(POWER[operator]) };
    }
  }
  return left;
};
Parser.prototype.prefix = function () {
  var token = this.advance();
  switch (token.type) {
    case 'number':
      return { type: 'number', value: token.value };
    case 'name':
      return { type: 'name', name: token.value };
    case '(':
      var inner = this.expression(0);
      this.expect(')');
      return inner;
    case '-':
      return { type: 'binary', operator: '-', left: { type: 'number', value: 0 }, right: this.expression(45) };
    case 'fn':
      this.expect('(');
      var names = [];
      while (this.token.type !== ')') {
        names.push(this.expect('name').value);
        if (this.token.type === ',') {
          this.advance();
        }
      }
      this.expect(')');
      return { type: 'function', names: names, body: this.block() };
    default:
      throw new Error('unexpected ' + token.type);
  }
};

function Scope(parent) {
  this.parent = parent;
  this.values = Object.create(null);
}
Scope.prototype.find = function (name) {
  var scope = this;
  while (scope !== null && !(name in scope.values)) {
    scope = scope.parent;
  }
  if (scope === null) {
    throw new Error('unknown ' + name);
  }
  return scope;
};

function Return(value) {
  this.value = value;
}

function execute(node, scope) {
  var result;
  switch (node.type) {
    case 'block':
      for (var i = 0; i < node.body.length; i++) {
        result = execute(node.body[i], scope);
        if (result instanceof Return) {
          return result;
        }
      }
      return undefined;
    case 'let':
      scope.values[node.name] = evaluate(node.value, scope);
      return undefined;
    case 'while':
      while (evaluate(node.condition, scope)) {
        result = execute(node.body, scope);
        if (result instanceof Return) {
          return result;
        }
      }
      return undefined;
    case 'if':
      if (evaluate(node.condition, scope)) {
        return execute(node.then, scope);
      }
      return node.otherwise ? execute(node.otherwise, scope) : undefined;
    case 'return':
      return new Return(evaluate(node.value, scope));
    default:
      evaluate(node.value, scope);
      return undefined;
  }
}

function evaluate(node, scope) {
  switch (node.type) {
    case 'number':
      return node.value;
    case 'name':
      return scope.find(node.name).values[node.name];
    case 'assign':
      return (scope.find(node.name).values[node.name] = evaluate(node.value, scope));
    case 'function':
      return { node: node, scope: scope };
    case 'call':
      return invoke(node, scope);
    default:
      return operate(node.operator, evaluate(node.left, scope), evaluate(node.right, scope));
  }
}

function invoke(node, scope) {
  var closure = evaluate(node.target, scope);
  var inner = new Scope(closure.scope);
  for (var i = 0; i < node.args.length; i++) {
    inner.values[closure.node.names[i]] = evaluate(node.args[i], scope);
  }
  var result = execute(closure.node.body, inner);
  return result instanceof Return ? result.value : 0;
}

function operate(operator, left, right) {
  switch (operator) {
    case '+': return left + right;
    case '-': return left - right;
    case '*': return left * right;
    case '/': return Math.floor(left / right);
    case '%': return left % right;
    case '<': return left < right;
    case '>': return left > right;
    case '<=': return left <= right;
    case '>=': return left >= right;
    case '==': return left === right;
    default: return left !== right;
  }
}

var PROGRAM =
  'let gcd = fn(a, b) { while b != 0 { let t = a % b; a = b; b = t; } return a; };\n' +
  'let fact = fn(n) { if n <= 1 { return 1; } else { return n * fact(n - 1) % 10007; } };\n' +
  'let collatz = fn(n) { let steps = 0; while n != 1 { if n % 2 == 0 { n = n / 2; } else { n = 3 * n + 1; }' +
  ' steps = steps + 1; } return steps; };\n' +
  'let i = 1; let sum = 0;\n' +
  'while i < 20 { sum = (sum * 3 + gcd(i * 12, 42) + fact(i) - -collatz(i)) % 100003; i = i + 1; }\n' +
  'let result = sum;\n';

function run() {
  var tree;
  for (var i = 0; i < 3; i++) {
    tree = new Parser(PROGRAM).program();
  }
  var scope = new Scope(null);
  execute(tree, scope);
  return scope.values.result;
}
