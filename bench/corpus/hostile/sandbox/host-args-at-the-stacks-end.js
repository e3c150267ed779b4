// expect: limit: stack; arguments are converted with what is left of it
var d = {}; for (var i = 0; i < 90; i++) d = {d: d}; function f() { try { f(); } finally { hostfn(d, d, d); } } f();
