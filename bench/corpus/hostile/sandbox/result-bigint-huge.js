// expect: denied: big integers of half a million digits
[10n ** 600000n, 10n ** 600000n];
