// expect: limit: memory; what timers hand on is kept
var a = new Array(1e5).fill(0); for (;;) setTimeout.apply(null, [Math.abs, 1].concat(a));
