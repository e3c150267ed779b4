// expect: denied: numbers that are no time
var g = new Date(0); g.valueOf = function () { return Infinity; }; var h = new Date(0); h.valueOf = function () { return 1e300; }; var i = new Date(0); Object.defineProperty(i, Symbol.toPrimitive, {value: function () { return Symbol.iterator; }}); var j = new Proxy(new Date(0), {}); [g, h, i, j];
