// expect: denied: what has no text
var r = []; [Symbol('x'), Object.create(null), {toString: function () { return {}; }}, new Proxy({}, {get: function () { throw 1; }}), new Proxy(function () {}, {})].forEach(function (v) { try { console.log(v); r.push('written'); } catch (e) { if (e && e.rhinoException) r.push('ESCAPED'); } }); r.join();
