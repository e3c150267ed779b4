// expect: limit: memory, when the host makes a text of the result
// opts: fmt=1
var a = []; a.length = 4294967295; a;
