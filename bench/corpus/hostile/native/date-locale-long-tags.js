// expect: limit: cpu
// a hundred long language tags, each parsed by the JDK at once
new Date(0).toLocaleString(new Array(120).fill('x-' + 'aaaaaaaa-'.repeat(500000) + 'b'));
