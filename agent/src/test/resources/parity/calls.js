//=== a call | 0 iterations, 1 calls | 1
function f() { return 1; } f()
//=== recursion | 0 iterations, 177 calls | 55
function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); } fib(10)
//=== mutual recursion | 0 iterations, 11 calls | true
function even(n) { return n == 0 ? true : odd(n - 1); } function odd(n) { return n == 0 ? false : even(n - 1); } even(10)
//=== closures | 0 iterations, 4 calls | 3
function counter() { var n = 0; return function() { return ++n; }; } var c = counter(); c(); c(); c()
//=== new | 0 iterations, 2 calls | 3
function P(x) { this.x = x; } new P(1).x + new P(2).x
//=== methods | 0 iterations, 3 calls | 6
var o = {n: 1, m() { return this.n; }, k: function() { return 2; }, a: () => 3}; o.m() + o.k() + o.a()
//=== getters and setters | 2 iterations, 4 calls | 3
var o = {v: 1, get g() { return this.v; }, set g(x) { this.v = x; }}; for (var i = 0; i < 2; i++) { o.g = o.v + 1; } o.g, o.g
//=== defined getter | 0 iterations, 1 calls | 5
var o = {}; Object.defineProperty(o, 'x', {get: function() { return 5; }}); o.x
//=== bound function | 0 iterations, 2 calls | 12
function f(a, b) { return a + b; } var g = f.bind(null, 10); g(2), g(2)
//=== call and apply | 0 iterations, 3 calls | 6
function f(a) { return a; } f.call(null, 1) + f.apply(null, [2]) + Reflect.apply(f, null, [3])
//=== Reflect.construct | 0 iterations, 1 calls | 4
function P(x) { this.x = x; } Reflect.construct(P, [4]).x
//=== callbacks of built-ins | 0 iterations, 9 calls | 12
[1, 2, 3].map(function(x) { return x * 2; }).filter(x => x > 0).reduce((a, b) => a + b, 0)
//=== forEach with a loop inside | 6 iterations, 3 calls | 6
var n = 0; [1, 2, 3].forEach(function(x) { for (var i = 0; i < x; i++) n++; }); n
//=== replace callback | 0 iterations, 3 calls | AbAbA
'ababa'.replace(/a/g, function(m) { return m.toUpperCase(); })
//=== valueOf and toString | 0 iterations, 2 calls | 3x
var o = {valueOf: function() { return 2; }}, p = {toString: function() { return 'x'; }}; (o + 1) + p
//=== toJSON and replacer | 0 iterations, 4 calls | {"a":1,"b":"j"}
JSON.stringify({a: 1, b: {toJSON: () => 'j'}}, (k, v) => v)
//=== reviver | 0 iterations, 3 calls | 6
JSON.parse('[1,2]', (k, v) => k === '' ? v[0] + v[1] : v * 2)
//=== default parameters | 0 iterations, 3 calls | 5
function d() { return 3; } function f(a, b = d()) { return a + b; } f(2) + 0 * f(1, 1)
//=== default parameter with a loop | 3 iterations, 2 calls | 3
function f(a = (function() { var n = 0; for (var i = 0; i < 3; i++) n++; return n; })()) { return a; } f()
//=== rest parameters | 0 iterations, 1 calls | 3
function f(...r) { return r.length; } f(1, 2, 3)
//=== destructured parameters | 0 iterations, 1 calls | 3
function f({a, b}, [c]) { return a + b + c; } f({a: 1, b: 1}, [1])
//=== instanceof and in call nothing | 0 iterations, 0 calls | true
({}) instanceof Object && 'x' in {x: 1}
//=== tagged template | 0 iterations, 1 calls | a,b:3
function t(s, v) { return s.join() + ':' + v; } t`a${3}b`
//=== proxy traps | 0 iterations, 2 calls | 7
var p = new Proxy({}, {get: (t, k) => 7, has: () => true}); 'q' in p, Reflect.get(p, 'x')
//=== Symbol.toPrimitive | 0 iterations, 1 calls | 8
var o = {[Symbol.toPrimitive]: () => 7}; o + 1
//=== immediately invoked, nested | 0 iterations, 3 calls | 1
(function() { return (function() { return (function() { return 1; })(); })(); })()
//=== native functions are no calls | 3 iterations, 0 calls | 3
var n = 0; for (var i = 0; i < 3; i++) { n += Math.abs(-1); [1].map(Number); } n
//=== arguments.callee | 0 iterations, 5 calls | 5
(function(n) { return n < 2 ? 1 : 1 + arguments.callee(n - 1); })(5)
//=== direct call with numeric arguments | 10 iterations, 10 calls | 45
function add(a, b) { return a + b; } function sum() { } var s = 0; for (var i = 0; i < 10; i++) s = add(s, i); s
//=== a function named like a generated method | 3 iterations, 4 calls | 1111
function x_1_gen() { return 1; } function a_literal2() { return 1; } function script() { return 1; } function _c_script_0() { return 1; }
for (var i = 0; i < 3; i++); '' + x_1_gen() + a_literal2() + script() + _c_script_0()
//=== a long literal that Rhino splits | 2 iterations, 2 calls | 2
var o; function v() { return 1; } for (var i = 0; i < 2; i++) { o = [v()]; } o.length + 1
