// expect: denied: a reason that has no text
Promise.reject(Object.create(null)); Promise.reject(Symbol('x')); Promise.reject(new Proxy({}, {get: function () { throw new Proxy({}, {get: function () { throw 3; }}); }})); 1;
