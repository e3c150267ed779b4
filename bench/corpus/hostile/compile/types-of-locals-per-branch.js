// expect: limit: memory
// the compiler keeps the types of all locals for each branch, before it sees that the method is too long
var v = []; for (var i = 0; i < 990; i++) v.push('v' + i);
var s = 'function f(x) { var ' + v.join() + '; return [' + '!x,'.repeat(40000) + '1]; }';
Script(s)();
