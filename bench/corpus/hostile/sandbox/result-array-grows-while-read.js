// expect: denied: an array that grows as it is read
var a = [1]; Object.defineProperty(a, 0, {get: function () { for (var i = 0; i < 1000; i++) a.push(a.length); return a.length; }, enumerable: true}); for (var i = 1; i < 100; i++) Object.defineProperty(a, i, {get: function () { a.length += 100; return 'x'.repeat(100000); }, enumerable: true}); a;
