// expect: harmless: a boxed string is what it holds, or what its valueOf says
var s = new String('x'); s.toString = function () { for (;;); }; s;
