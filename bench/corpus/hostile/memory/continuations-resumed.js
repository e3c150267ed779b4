// expect: limit: memory
// interpreted frames only: resuming one copies its frames, and the copies are captured again
var all = [], k, n = 0;
eval('function f(d) { if (d) { var r = f(d - 1); return r; } k = new Continuation(); all.push(k); return 0; }' +
  'f(400); if (n++ < 1e6) { (function() { all.push(new Continuation()); })(); k(0); }');
