// expect: limit: memory
// a generator keeps a frame of the interpreter, as large as its longest call
var a = [], g = eval('(function* () { yield 1; Math.max(' + '1,'.repeat(20000) + '1); })'); for (;;) a.push(g());
