//=== a promise job | 0 iterations, 1 calls | 0
var n = 0; Promise.resolve(1).then(function(v) { n += v; }); n
//=== a chain with a loop | 5 iterations, 2 calls | undefined
Promise.resolve(5).then(n => { for (var i = 0; i < n; i++); return 1; }).then(v => v); undefined
//=== executor and resolve | 3 iterations, 2 calls | undefined
new Promise(function(ok) { for (var i = 0; i < 3; i++); ok(1); }).then(function() {}); undefined
//=== rejection and catch | 0 iterations, 2 calls | undefined
Promise.reject(1).catch(e => 2).finally(() => 3); undefined
//=== a thenable | 0 iterations, 2 calls | undefined
Promise.resolve({then: function(ok) { ok(1); }}).then(() => 1); undefined
//=== jobs that queue jobs | 0 iterations, 10 calls | undefined
var n = 0; function step() { if (++n < 10) return Promise.resolve().then(step); } Promise.resolve().then(step); undefined
//=== Promise.all | 0 iterations, 1 calls | undefined
Promise.all([1, Promise.resolve(2)]).then(a => a.length); undefined
