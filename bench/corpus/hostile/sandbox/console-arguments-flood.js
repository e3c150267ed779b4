// expect: limit: half a million arguments of nothing, again and again
var a = new Array(500000).fill(''); for (;;) console.log.apply(null, a);
