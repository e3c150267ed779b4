// expect: limit: memory; a registry holds what it is given
for (var n = 0; ; n++) Symbol.for('key' + n);
