// expect: limit: memory
// an error keeps the interpreter's frames that were live where it was made, with all their variables
var v = []; for (var i = 0; i < 10000; i++) v.push('v' + i);
var f = eval('(function () { var ' + v.join() + '; return new Error("e"); })');
var k = []; for (;;) k.push(f());
