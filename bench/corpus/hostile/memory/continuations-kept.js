// expect: limit: memory
// interpreted frames only: each continuation keeps those of a deep recursion
var all = [];
eval('function f(n) { var a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16; if (n) return f(n - 1) + 1; all.push(new Continuation()); return 0; }' +
  'for (var i = 0; i < 100000; i++) f(300);');
