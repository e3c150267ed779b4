//=== eval's body is no call | 3 iterations, 0 calls | 3
eval('var n = 0; for (var i = 0; i < 3; i++) n++; n')
//=== a function defined in eval | 2 iterations, 1 calls | 2
eval('function f() { for (var i = 0; i < 2; i++); return i; } f()')
//=== indirect eval | 3 iterations, 0 calls | 3
var e = eval; e('for (var q = 0; q < 3; q++); q')
//=== new Function | 4 iterations, 2 calls | 4
var f = new Function('n', 'for (var i = 0; i < n; i++); return i'); f(0), f(4)
//=== compiled code calls interpreted code and back | 6 iterations, 6 calls | 3
function c(f) { for (var i = 0; i < 3; i++) f(); return i; } var n = new Function('g', 'return g'); var k = new Function('for (var i = 0; i < 1; i++);'); n(k), n(k); c(k)
//=== generator in eval | 4 iterations, 1 calls | 1
eval('function* g() { for (var i = 0; i < 2; i++) yield i; } var s = 0; for (var x of g()) s += x; s')
//=== eval in a loop | 6 iterations, 0 calls | 3
var n = 0; for (var i = 0; i < 3; i++) { eval('for (var j = 0; j < 1; j++) n++;'); } n
//=== a tail call | 0 iterations, 101 calls | 0
function down(n) { if (n == 0) return 0; return down(n - 1); } down(100)
