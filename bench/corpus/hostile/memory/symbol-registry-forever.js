// expect: limit
// registered symbols are never forgotten: the map is weak in its keys, but each value holds its key
for (var i = 0; ; i++) Symbol.for('\u0416'.repeat(100000) + i);
