// expect: denied
var p = Promise.resolve(1); Object.defineProperty(p, 'constructor', {get: function () { throw {get message() { throw 1; }, toString: function () { throw 2; }}; }}); p;
