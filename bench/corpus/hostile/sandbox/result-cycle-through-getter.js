// expect: denied: it contains itself by way of a getter and a Map
var o = {m: new Map()}; o.m.set(1, o); Object.defineProperty(o, 'self', {get: function () { return [o]; }, enumerable: true}); o;
