// expect: limit: memory
var f = eval('(function* () { Math.max(' + '0,'.repeat(20000) + '1); })');
var k = []; for (;;) k.push(f());
