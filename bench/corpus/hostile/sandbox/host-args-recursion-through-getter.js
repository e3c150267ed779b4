// expect: limit: stack; a getter of an argument calls the host again
function f() { return hostfn({get a() { return f(); }}); } f();
