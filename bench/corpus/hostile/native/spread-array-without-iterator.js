// expect: limit: memory
// a spread of an array without an iterator makes room for its length
var a = []; a.length = 4294967295; a.length = 400000000; a[Symbol.iterator] = undefined;
[...a];
