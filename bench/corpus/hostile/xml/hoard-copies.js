// expect: limit: memory
// opts: e4xcp=1
var all = [], x = new XML('<a>' + '<b c="d">e</b>'.repeat(1000) + '</a>'); for (;;) all.push(x.copy());
