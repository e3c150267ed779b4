// expect: denied: no zone, no format of the host's is lost at the end of the stack
function f() { try { f(); } finally { new Date(0).toLocaleString('ja'); 'a'.localeCompare('b'); (1e9).toLocaleString(); } } f();
//=== tenant B
new Date(0).toLocaleString('ja').length + 'a'.localeCompare('b') + (1e9).toLocaleString().length > 0 ? 'clean' : 'LEAK';
