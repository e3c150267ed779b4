// expect: limit: memory
// each call of a bound function has a copy of the bound arguments
var k = 0, b; function f() { if (k++ < 400) b(); } var a = [null]; for (var i = 1; i < 400000; i++) a[i] = 1; b = Function.prototype.bind.apply(f, a); b();
