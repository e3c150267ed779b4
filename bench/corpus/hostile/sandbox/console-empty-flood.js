// expect: limit: lines without a character are lines
for (;;) console.log();
