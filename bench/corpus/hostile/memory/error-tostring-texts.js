// expect: limit: memory
var e = new Error('\u0416'.repeat(240)), k, all = [];
for (;;) { k = new Array(10000); for (var i = 0; i < 10000; i++) k[i] = e.toString(); all.push(k); }
