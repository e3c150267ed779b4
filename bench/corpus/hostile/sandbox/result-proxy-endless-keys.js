// expect: denied: a proxy may name more keys than there is room for
new Proxy({}, {ownKeys: function () { var a = []; a.length = 4294967295; return a; }, getOwnPropertyDescriptor: function () { return {configurable: true, enumerable: true, value: 1}; }});
