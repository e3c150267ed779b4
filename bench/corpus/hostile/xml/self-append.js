// expect: limit: memory
// opts: e4xcp=1
var x = <a><b/></a>; for (;;) x.appendChild(x.copy());
