// expect: limit: cpu, when the host makes a text of the result
// opts: fmt=1
new Proxy([], { get: function (t, k) { return k === 'length' ? 4294967295 : Reflect.get(t, k); } });
