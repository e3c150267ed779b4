// expect: limit: memory
// frames of the interpreter are on the heap, as large as the longest call
var f = eval('(function f(n) { return n ? f(n - 1) : 0; g(' + '1,'.repeat(60000) + '1); })'); f(990);
