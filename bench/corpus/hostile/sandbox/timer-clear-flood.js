// expect: limit: cpu; timers that are cleared
for (;;) { for (var i = 0, t = []; i < 1000; i++) t.push(setTimeout(Math.abs, 1000 - i)); t.forEach(clearTimeout); }
