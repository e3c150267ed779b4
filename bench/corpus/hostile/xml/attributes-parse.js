// expect: limit: cpu or memory or stack
// opts: e4xcp=1
var s = ''; for (var i = 0; i < 9000; i++) s += ' a' + i + '="' + i + '"'; for (;;) new XML('<a' + s + '/>');
