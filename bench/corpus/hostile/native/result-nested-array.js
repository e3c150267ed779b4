// expect: limit: what the host makes of the result is metered too
// opts: fmt=1
var a = ['x']; for (var i = 0; i < 50; i++) a = [a, a]; a;
