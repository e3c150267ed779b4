// expect: harmless: a tag makes no Date
var o = {get [Symbol.toStringTag]() { return 'Date'; }, __proto__: Date.prototype, a: 1}; var e = Object.create(String.prototype); try { [o, e, Object.create(Array.prototype)]; } catch (x) { '' + x; }
