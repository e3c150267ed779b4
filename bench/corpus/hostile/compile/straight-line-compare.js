// expect: limit: cpu
// comparisons of long texts, one after the other, with no loop and no call
var s = 'x'; for (var i = 0; i < 21; i++) s += s; var t = s + 'y', u = s + 'z'; t.indexOf('q', 9e6); u.indexOf('q', 9e6); s = null;
eval('t<u;'.repeat(30000));
