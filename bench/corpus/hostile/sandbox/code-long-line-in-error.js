// expect: denied: the line of the error is megabytes long
var s = 'x'.repeat(8e6); try { eval('var ' + s + ' = 1 +;'); } catch (e) { throw new Error(e.message + e.stack + s); }
