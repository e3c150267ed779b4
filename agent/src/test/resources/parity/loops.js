//=== for of n rounds counts n | 1000 iterations, 0 calls | undefined
for (var i = 0; i < 1000; i++) {}
//=== for of no round | 0 iterations, 0 calls | undefined
for (var i = 0; i < 0; i++) {}
//=== while of n rounds counts n | 10 iterations, 0 calls | 10
var i = 0; while (i < 10) { i++; } i
//=== do-while of n rounds counts n-1 | 9 iterations, 0 calls | 10
var i = 0; do { i++; } while (i < 10); i
//=== do-while of one round | 0 iterations, 0 calls | 1
var i = 0; do { i++; } while (false); i
//=== continue counts nothing extra | 10 iterations, 0 calls | 5
var n = 0; for (var i = 0; i < 10; i++) { if (i % 2) continue; n++; } n
//=== continue in while | 10 iterations, 0 calls | 5
var n = 0, i = 0; while (i < 10) { i++; if (i % 2) continue; n++; } n
//=== continue in do-while | 9 iterations, 0 calls | 5
var n = 0, i = 0; do { i++; if (i % 2) continue; n++; } while (i < 10); n
//=== break leaves a started round counted | 4 iterations, 0 calls | 3
for (var i = 0; i < 10; i++) { if (i == 3) break; } i
//=== break in do-while | 2 iterations, 0 calls | 3
var i = 0; do { i++; if (i == 3) break; } while (true); i
//=== endless for with break | 5 iterations, 0 calls | 5
var i = 0; for (;;) { i++; if (i == 5) break; } i
//=== nested loops | 44 iterations, 0 calls | 40
var n = 0; for (var i = 0; i < 4; i++) { for (var j = 0; j < 10; j++) n++; } n
//=== labelled continue | 8 iterations, 0 calls | 4
var n = 0; outer: for (var i = 0; i < 4; i++) { for (var j = 0; j < 10; j++) { n++; continue outer; } } n
//=== labelled break | 2 iterations, 0 calls | 1
var n = 0; outer: for (var i = 0; i < 4; i++) { for (var j = 0; j < 10; j++) { n++; break outer; } } n
//=== labelled block | 3 iterations, 0 calls | 2
var n = 0; block: { for (var i = 0; i < 10; i++) { if (i == 2) break block; n++; } n = 100; } n
//=== labelled continue out of three loops | 14 iterations, 0 calls | 2
var n = 0;
a: for (var i = 0; i < 2; i++) { for (var j = 0; j < 3; j++) { for (var k = 0; k < 5; k++) { if (k == 4) { n++; continue a; } } } } n
//=== or in a condition | 3 iterations, 0 calls | 3
var i = 0, a = 0; while (i < 2 || a) { i++; a = i < 3; } i
//=== or whose first part decides | 5 iterations, 0 calls | 5
var i = 0; while (i < 5 || i > 100) { i++; } i
//=== and in a condition | 5 iterations, 0 calls | 5
var i = 0; while (i < 10 && i != 5) { i++; } i
//=== both in a do-while condition | 5 iterations, 0 calls | 6
var i = 0; do { i++; } while (i < 3 || (i < 6 && i != 100)); i
//=== comma and ternary in a condition | 4 iterations, 0 calls | 4
var i = 0; while (i % 2 ? i < 100 : (0, i < 4)) { i++; } i
//=== condition with a call | 4 iterations, 5 calls | 4
function f(i) { return i < 4; } for (var i = 0; f(i); i++) {} i
//=== negated condition | 3 iterations, 0 calls | 3
var i = 0; while (!(i >= 3)) i++; i
//=== switch in a loop | 6 iterations, 0 calls | 11
var n = 0; for (var i = 0; i < 6; i++) { switch (i) { case 0: n += 1; case 1: n += 2; break; case 5: n += 6; break; default: } } n
//=== continue inside a switch | 6 iterations, 0 calls | 4
var n = 0; for (var i = 0; i < 6; i++) { switch (i % 3) { case 0: continue; default: } n++; } n
//=== loop in a function, called twice | 20 iterations, 2 calls | 20
function f() { var n = 0; for (var i = 0; i < 10; i++) n++; return n; } f() + f()
//=== return out of a loop | 4 iterations, 1 calls | 3
function f() { for (var i = 0; ; i++) { if (i == 3) return i; } } f()
//=== loop with let and closures | 3 iterations, 3 calls | 0,1,2
var fs = []; for (let i = 0; i < 3; i++) { let j = i; fs.push(function() { return j; }); } [fs[0](), fs[1](), fs[2]()].join()
//=== loop inside an expression's function | 5 iterations, 1 calls | 15
5 + (function() { var n = 0; for (var i = 0; i < 5; i++) n += i; return n; })()
//=== with statement in a loop | 3 iterations, 0 calls | 6
var n = 0, o = {x: 2}; for (var i = 0; i < 3; i++) { with (o) { n += x; } } n
//=== empty bodies and stacked loops | 8 iterations, 0 calls | 5
for (var i = 0; i < 5; i++); var j = 3; while (j--); i
//=== deep nesting | 126 iterations, 0 calls | 64
var n = 0;
for (var a = 0; a < 2; a++) for (var b = 0; b < 2; b++) for (var c = 0; c < 2; c++)
for (var d = 0; d < 2; d++) for (var e = 0; e < 2; e++) for (var f = 0; f < 2; f++) n++;
n
//=== break to a label around an if | 3 iterations, 0 calls | 3
var n = 0; for (var i = 0; i < 3; i++) { l: if (i) { n++; break l; } else { n++; } } n
