// expect: limit: cpu
// equal texts are compared to their ends, inside the JDK's sort
var s = 'x'; for (var i = 0; i < 23; i++) s += s; s.indexOf('y', 9e6); new Array(20000).fill(s).sort();
