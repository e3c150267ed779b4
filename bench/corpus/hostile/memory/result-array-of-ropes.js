// expect: limit: memory, when the host makes a text of the result
// opts: fmt=1
var s = 'ab'; for (var i = 0; i < 27; i++) s += s; [s, s, s, s];
