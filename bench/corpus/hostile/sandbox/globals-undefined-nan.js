// expect: denied: values of the language are no channel
// opts: pool=jvm
try { undefined = 1; NaN = 2; Infinity = 3; } catch (e) {} Object.defineProperty(Object.prototype, 'value', {get: function () { return 'LEAK'; }}); 'A';
//=== tenant B
undefined === void 0 && NaN !== NaN && Infinity > 1e308 && ({}).value === undefined ? 'clean' : 'LEAK';
