// expect: harmless: the host gets what was written, in one piece
console.log('\u0000\u001b[2J\r\nFAKE LOG LINE\uD800\uFFFF'); console.error('\uDC00'.repeat(100)); 'done';
