// expect: denied: a big integer with a million digits
[10n ** 3000000n, 10n ** 3000000n];
