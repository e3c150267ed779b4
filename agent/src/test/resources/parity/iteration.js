//=== for-in over nothing | 0 iterations, 0 calls | 0
var n = 0; for (var k in {}) n++; n
//=== for-in over properties | 3 iterations, 0 calls | abc
var s = ''; for (var k in {a: 1, b: 2, c: 3}) s += k; s
//=== for-in over null | 0 iterations, 0 calls | 0
var n = 0; for (var k in null) n++; n
//=== for-in with continue and break | 3 iterations, 0 calls | a
var s = ''; for (var k in {a: 1, b: 2, c: 3, d: 4}) { if (k == 'b') continue; if (k == 'c') break; s += k; } s
//=== for-of over nothing | 0 iterations, 0 calls | 0
var n = 0; for (var x of []) n++; n
//=== for-of over an array | 3 iterations, 0 calls | 6
var n = 0; for (var x of [1, 2, 3]) n += x; n
//=== for-of over a string | 3 iterations, 0 calls | a-b-c-
var s = ''; for (var c of 'abc') s += c + '-'; s
//=== for-of over a Map | 2 iterations, 0 calls | a1b2
var s = ''; for (var e of new Map([['a', 1], ['b', 2]])) s += e[0] + e[1]; s
//=== for-of over a Set with break | 2 iterations, 0 calls | 2
var n = 0; for (var x of new Set([1, 2, 3])) { n++; if (x == 2) break; } n
//=== for each-in | 2 iterations, 0 calls | 3
var n = 0; for each (var v in {a: 1, b: 2}) n += v; n
//=== an iterator of one's own | 3 iterations, 5 calls | 6
var it = {[Symbol.iterator]: function() { var i = 0; return {next: () => ({value: ++i, done: i > 3})}; }}; var n = 0; for (var x of it) n += x; n
//=== return of an iterator is not called on break in Rhino | 1 iterations, 2 calls | 
var s = ''; var it = {[Symbol.iterator]: () => ({next: () => ({value: 1, done: false}), return: () => { s = 'closed'; return {}; }})}; for (var x of it) break; s
//=== spread of an array takes no back-edge | 0 iterations, 0 calls | 3
[...[1, 2, 3]].length
//=== spread of a generator | 3 iterations, 1 calls | 0,1,2
function* g() { for (var i = 0; i < 3; i++) yield i; } [...g()].join()
//=== destructuring an array | 0 iterations, 0 calls | 3
var [a, b] = [1, 2]; a + b
//=== destructuring a generator | 2 iterations, 4 calls | 1
function* g() { for (var i = 0; ; i++) yield i; } var [a, b] = Array.from({length: 2}, (function(it) { return it.next.bind(it); })(g())).map(r => r.value); b
//=== destructuring in a for-of head | 2 iterations, 0 calls | 10
var n = 0; for (var [a, b] of [[1, 2], [3, 4]]) n += a + b; n
//=== destructuring an object | 0 iterations, 0 calls | 3
var {x, y: {z}} = {x: 1, y: {z: 2}}; x + z
//=== Array.from with a function | 0 iterations, 3 calls | 0,1,4
Array.from([0, 1, 2], x => x * x).join()
//=== array comprehension | 4 iterations, 0 calls | 0,1,4,9
var r = [i * i for each (i in [0, 1, 2, 3])]; r.join()
//=== array comprehension with a condition inside a call | 4 iterations, 1 calls | 2:0,2
function f(a, b) { return a + ':' + b.join(); } f(2, [i for each (i in [0, 1, 2, 3]) if (i % 2 == 0)])
//=== nested for-of | 6 iterations, 0 calls | 12
var n = 0; for (var a of [1, 2]) for (var b of [1, 3]) n += b + a % 1; n + 4
//=== for-in over an array with holes | 2 iterations, 0 calls | 02
var s = ''; for (var i in [1, , 3]) s += i; s
//=== adding while iterating a Map | 5 iterations, 0 calls | 5
var m = new Map([[0, 0]]); for (var e of m) { if (m.size < 5) m.set(m.size, 0); } m.size
