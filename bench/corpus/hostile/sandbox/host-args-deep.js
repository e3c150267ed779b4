// expect: denied: an argument deeper than a host can bear
var a = []; for (var i = 0; i < 100000; i++) a = [a]; hostfn(a);
