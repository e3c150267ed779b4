// expect: limit: stack
// opts: e4xcp=1
var root = <a/>, x = root; for (var i = 0; i < 20000; i++) { x.appendChild(<b/>); x = x.child(0)[0]; } root.copy();
