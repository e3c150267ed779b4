// expect: denied: a name of megabytes in each of fifty frames
var n = 'f' + 'x'.repeat(4e6); eval('function ' + n + '(i) { if (i) ' + n + '(i - 1); else null.x; } ' + n + '(100)');
