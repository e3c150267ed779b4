// expect: limit: lines of an empty text are lines
for (;;) console.log('');
