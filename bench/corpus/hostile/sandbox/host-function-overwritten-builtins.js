// expect: harmless: answers are made without the builtins that the script replaced
var seen = []; ['Object', 'Array', 'Date', 'Error', 'String', 'Number'].forEach(function (n) { globalThis[n] = function () { seen.push(n); return {evil: 1}; }; }); var m = hostmarker(); try { hostfail(); } catch (e) { m.push(e.message); } seen.length ? 'ESCAPED ' + seen : m.length;
