// expect: limit: a key's text is made under the limits
var r = []; [function () { Symbol.for(Symbol('x')); }, function () { Symbol.for({toString: function () { throw 1; }}); }, function () { Symbol.keyFor({}); }, function () { Symbol.for.call(null, null); }].forEach(function (f) { try { f(); } catch (e) { r.push(String(e)); } }); Symbol.for({toString: function () { for (;;); }});
