// expect: limit: memory
// a suspended generator keeps a half-evaluated call with thousands of arguments
var a = [], g = Script('(function* () { Math.max(' + '1,'.repeat(5000) + '(yield 1)); })')(); for (;;) { var i = g(); i.next(); a.push(i); }
