// expect: denied: a sparse array is no large one
var a = []; a[4294967294] = 1; [a];
