// expect: limit: memory
// interpreted: suspended after a spread of an array that has no iterator
var a = new Array(10000).fill(1), k = []; a[Symbol.iterator] = undefined;
var f = eval('(function* (a) { return [...a, (yield 1)]; })');
for (;;) { var g = f(a); g.next(); k.push(g); }
