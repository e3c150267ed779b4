// expect: limit: cpu; an error's message is read under the limits
var e = new Error('x'); Object.defineProperty(e, 'message', {get: function () { for (;;); }}); throw e;
