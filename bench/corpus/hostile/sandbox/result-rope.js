// expect: denied: a rope of a gigabyte
var s = 'x'; for (var i = 0; i < 29; i++) s += s; [s, s];
