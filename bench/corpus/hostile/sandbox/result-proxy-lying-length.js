// expect: denied: the length of an array is what it is, not what a proxy says
new Proxy([1, 2, 3], {get: function (t, k) { return k === 'length' ? 4294967295 : {}; }});
