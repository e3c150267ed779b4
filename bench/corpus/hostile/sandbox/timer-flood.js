// expect: limit: memory; timers that wait
for (;;) setTimeout(Math.abs, 1e9);
