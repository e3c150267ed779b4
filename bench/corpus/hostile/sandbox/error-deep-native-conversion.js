// expect: denied: an array with itself in it, as an error
var a = []; a.push(a, [a]); for (var i = 0; i < 500; i++) a = [a]; throw a;
