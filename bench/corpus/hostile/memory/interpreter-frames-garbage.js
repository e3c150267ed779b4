// expect: limit: memory
// a call of a function with a hundred thousand operands makes a frame as large, whatever it does
var f = eval('(function () { return 0; g(' + '1,'.repeat(60000) + '1); })'); for (;;) f();
