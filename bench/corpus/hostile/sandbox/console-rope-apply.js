// expect: limit: one huge rope a thousand times in one call
var s = 'x'; for (var i = 0; i < 22; i++) s += s; var a = []; for (var i = 0; i < 1000; i++) a.push(s); console.log.apply(console, a);
