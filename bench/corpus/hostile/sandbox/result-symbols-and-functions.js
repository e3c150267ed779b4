// expect: harmless: nothing to be called comes out
var f = function () {}; f.toJSON = function () { return 'ESCAPED'; }; ({toJSON: function () { return 'ESCAPED'; }, f: f, s: Symbol('x'), [Symbol('key')]: 'ESCAPED', b: f.bind(null), p: new Proxy(f, {}), g: function* () {}});
