// expect: denied: a million empty arrays and objects
var a = []; for (var i = 0; i < 300000; i++) a.push({}); a;
