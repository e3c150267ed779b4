// expect: limit: memory
// source is paid by its nodes, a literal is one node; the same source is parsed again and again
var s = '"' + '\u0416'.repeat(50000) + '"', k = []; s = s.replace('x', '');
for (;;) k.push(eval(s));
