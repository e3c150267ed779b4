// expect: denied: views of all sorts, the largest that there may be
var b = new ArrayBuffer(1 << 20); var v = new DataView(b); var a = new Uint8Array(b); a.length = 5; Object.defineProperty(Uint8Array.prototype, 'length', {get: function () { return 1e9; }}); [v, b, a, new Float64Array([NaN, Infinity, -0])];
