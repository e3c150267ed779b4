// expect: limit: memory
// the source of a regular expression is copied each time that it is read
var r = new RegExp('\u0416'.repeat(5000)), k, all = [];
for (;;) { k = new Array(10000); for (var i = 0; i < 10000; i++) k[i] = r.source; all.push(k); }
