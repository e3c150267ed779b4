// expect: harmless: what is gone is null
var a = [0, 1, 2, 3]; Object.defineProperty(a, 0, {get: function () { a.length = 1; return 'first'; }, enumerable: true}); a;
