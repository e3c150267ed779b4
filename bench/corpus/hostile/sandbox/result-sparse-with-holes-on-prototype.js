// expect: limit: cpu; holes ask the prototype
Object.defineProperty(Array.prototype, '5', {get: function () { for (;;); }}); new Array(10);
