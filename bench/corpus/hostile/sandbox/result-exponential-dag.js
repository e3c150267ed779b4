// expect: denied: forty arrays that are 2^40 as a tree
var a = [0]; for (var i = 0; i < 40; i++) a = [a, a]; a;
