// expect: harmless: the host has copies
var a = [1, 2, 3]; hostmarker().push('gone'); var m = hostmarker(); m[0] = 'changed'; m.length = 0; m.__proto__ = null; var r = hostfn(a, {get x() { a.length = 0; return 1; }}, a); JSON.stringify(r) + hostmarker().length + host.list.length + (host.list[0] = 9) + (delete host.name);
