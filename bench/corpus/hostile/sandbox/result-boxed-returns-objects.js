// expect: denied
var s = new String('x'); s.toString = s.valueOf = function () { return new String('y'); }; var n = new Number(1); n.valueOf = function () { return 'z'; }; [n, s];
