// expect: limit: stack; many native frames between two of a script's
function f(x) { return [1].map(function () { return JSON.stringify({toJSON: function () { return [2, 1].sort(function () { return 'a'.replace(/a/, function () { return Reflect.apply(f, null, [new Proxy({}, {get: function () { return f(); }}).x]); }); }); }}); }); } f();
