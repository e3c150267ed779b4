// expect: denied: an object that goes down for ever
function O() {} Object.defineProperty(O.prototype, 'x', {get: function () { return new O(); }, enumerable: true}); function deep() { var o = {}; Object.defineProperty(o, 'd', {get: deep, enumerable: true}); return o; } deep();
