// expect: limit: memory
// a suspended generator keeps a half-made array literal
var a = [], g = Script('(function* () { return [' + '1,'.repeat(5000) + '(yield 1)]; })')(); for (;;) { var i = g(); i.next(); a.push(i); }
