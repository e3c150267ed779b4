// expect: denied: a proxy of an error, with traps that throw themselves
var p = new Proxy(new Error('x'), {get: function () { throw p; }, has: function () { throw p; }, getPrototypeOf: function () { throw p; }, ownKeys: function () { throw p; }}); throw p;
