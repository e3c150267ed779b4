// expect: limit: a date's value is what its script says
var d = new Date(0); d.valueOf = function () { for (;;); }; d[Symbol.toPrimitive] = undefined; [d];
