// expect: limit: cpu
var b = 1n << 20000000n, c = b + 1n;
eval('b<c;'.repeat(60000));
