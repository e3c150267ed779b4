// expect: harmless
(function () { return [arguments, [][Symbol.iterator](), new Map([[1, 2]]).entries(), new Set([1]), new WeakMap(), /x/g, new Error('e'), Symbol.prototype, Math, JSON, Reflect]; })(1, 2, 3);
