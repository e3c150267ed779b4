// expect: denied: no registry that two tenants share
// opts: pool=jvm
var s = Symbol.for('channel'); Object.prototype[s] = 'A'; Symbol.iterator.leak = 1; Symbol.prototype.leak = 'A'; var n = 0; try { for (;;) Symbol.for('k' + n++ % 100000); } finally { 'A'; }
//=== tenant B
var o = {}; o[Symbol.for('channel')] || Symbol.iterator.leak || Symbol.for('k1').leak ? 'LEAK' : 'clean';
