// expect: limit: memory
var o = {[Symbol.toStringTag]: '\u0416'.repeat(240)}, t = Object.prototype.toString, k, all = [];
for (;;) { k = new Array(10000); for (var i = 0; i < 10000; i++) k[i] = t.call(o); all.push(k); }
