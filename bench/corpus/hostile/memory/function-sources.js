// expect: limit: memory
// the text of a function is copied from its source each time
var f = eval('1;(function () { /*' + ' '.repeat(1500000) + '*/ })'), a = []; for (;;) a.push(f.toString());
