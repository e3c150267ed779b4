// expect: denied: a result that is new at every look, for ever
function p() { return new Proxy({}, {ownKeys: function () { return ['a']; }, get: p, getOwnPropertyDescriptor: function () { return {configurable: true, enumerable: true, value: 1}; }}); } p();
