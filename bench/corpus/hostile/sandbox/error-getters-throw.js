// expect: denied: nothing of an error can be read
var e = new Error('x'); ['message', 'name', 'stack', 'toString', 'fileName', 'lineNumber', 'columnNumber', 'cause', 'constructor'].forEach(function (k) { Object.defineProperty(e, k, {get: function () { throw e; }}); }); throw e;
