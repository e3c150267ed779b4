// expect: denied: big integers of four million digits in all
new Array(40).fill(10n ** 100000n);
