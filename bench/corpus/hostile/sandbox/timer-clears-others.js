// expect: harmless: numbers of timers are this scope's own
for (var i = -10; i < 1e4; i++) { clearTimeout(i); clearInterval(i + 0.5); } clearTimeout(NaN); clearTimeout({}); clearTimeout('1'); clearTimeout(-0); clearTimeout(Infinity); clearTimeout(10n); 'done';
