// expect: denied: for ever pending, or its own value
var r; var p = new Promise(function (f) { r = f; }); r(p); p;
