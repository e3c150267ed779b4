// expect: limit: memory
// interpreted generators: the error keeps the frame of a generator, too
var f = eval('(function* () { Math.max(' + '0,'.repeat(5000) + '(yield new Error("x"))); })'), k = []; for (;;) k.push(f().next().value);
