//=== creation is a call, resumption is not | 3 iterations, 1 calls | 3
function* g() { yield 1; yield 1; yield 1; } var n = 0; for (var x of g()) n += x; n
//=== loop in a generator | 10 iterations, 1 calls | 10
function* g(n) { for (var i = 0; i < n; i++) yield i; } var s = 0; for (var x of g(5)) s += x; s
//=== while with yield | 6 iterations, 1 calls | 3
function* g() { var i = 0; while (i < 3) { i++; yield i; } } var n = 0; for (var x of g()) n++; n
//=== do-while with yield | 5 iterations, 1 calls | 3
function* g() { var i = 0; do { i++; yield i; } while (i < 3); } var n = 0; for (var x of g()) n++; n
//=== next by hand | 3 iterations, 1 calls | 0,1,2
function* g() { for (var i = 0; ; i++) yield i; } var it = g(); [it.next().value, it.next().value, it.next().value].join()
//=== not started | 0 iterations, 1 calls | object
function* g() { for (;;) yield 1; } typeof g()
//=== sent values | 3 iterations, 1 calls | 12
function* g() { var s = 0; for (;;) { var x = yield s; s += x; } } var it = g(); it.next(); it.next(5); it.next(7).value
//=== return closes | 2 iterations, 1 calls | 9,true
function* g() { for (var i = 0; ; i++) yield i; } var it = g(); it.next(); it.next(); [it.return(9).value, it.next().done].join()
//=== return runs finally | 1 iterations, 1 calls | f
var s = ''; function* g() { try { for (;;) yield 1; } finally { s += 'f'; } } var it = g(); it.next(); it.return(); s
//=== throw is caught inside | 3 iterations, 1 calls | c1c1
var s = ''; function* g() { for (;;) { try { yield 1; } catch (e) { s += 'c' + e; } } } var it = g(); it.next(); it.throw(1); it.throw(1); s
//=== throw leaves | 1 iterations, 1 calls | out 7
function* g() { for (;;) yield 1; } var it = g(), s; it.next(); try { it.throw(7); } catch (e) { s = 'out ' + e; } s
//=== yield in try and finally in a loop | 6 iterations, 1 calls | abababab
var s = ''; function* g() { for (var i = 0; i < 2; i++) { try { s += 'a'; yield i; } finally { s += 'b'; yield -i; } } } 
for (var x of g()) { s += ''; } s + s
//=== break out of for-of leaves the generator open in Rhino | 4 iterations, 1 calls | 2
var s = ''; function* g() { try { for (var i = 0; ; i++) yield i; } finally { s += 'fin'; } } for (var x of g()) { if (x == 1) break; } s + 2
//=== delegation | 9 iterations, 3 calls | 0,1,0,1,9
function* a() { for (var i = 0; i < 2; i++) yield i; } function* b() { yield* a(); yield* a(); yield 9; }
var out = []; for (var x of b()) out.push(x); out.join()
//=== delegation to an array | 3 iterations, 1 calls | 6
function* g() { yield* [1, 2, 3]; } var n = 0; for (var x of g()) n += x; n
//=== recursive generators | 7 iterations, 15 calls | 1,2,3,4,5,6,7
function* walk(t) { if (t) { yield* walk(t.l); yield t.v; yield* walk(t.r); } }
function leaf(v) { return {v: v}; }
var out = []; for (var v of walk({v: 4, l: {v: 2, l: {v: 1}, r: {v: 3}}, r: {v: 6, l: {v: 5}, r: {v: 7}}})) out.push(v); out.join()
//=== yield inside an expression with a full stack | 1 iterations, 1 calls | 1,10,3
function* g() { for (;;) { var r = [1, (yield 2), 3].join(); yield r; } } var it = g(); it.next(); it.next(10).value
//=== two generators in turn | 6 iterations, 2 calls | 0,0,1,1,2,2
function* g() { for (var i = 0; ; i++) yield i; } var a = g(), b = g(), s = [];
s.push(a.next().value); s.push(b.next().value); s.push(a.next().value); s.push(b.next().value); s.push(a.next().value); s.push(b.next().value); s.join()
//=== switch and nested loops with yields | 8 iterations, 1 calls | xyxy
function* g() { for (var i = 0; i < 2; i++) { for (var j = 0; j < 1; j++) { switch (j) { case 0: yield 'x'; default: yield 'y'; } } } }
var s = ''; for (var v of g()) { s += v; } s
