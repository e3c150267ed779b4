// expect: limit: memory
// the text of a function, in one call of a built-in that calls a built-in
var f = eval('(function () { /*' + 'x'.repeat(100000) + '*/ })'); var a = new Array(9000).fill(f).map(String); a.length;
