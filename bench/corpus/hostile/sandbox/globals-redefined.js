// expect: denied: what the host defines for each evaluation is new in each
// opts: pool=jvm
Object.defineProperty(globalThis, 'sink', {value: function () {}, configurable: false, writable: false}); Object.freeze(console); Object.freeze(host); Object.freeze(globalThis); list.push('LEAK'); host.name = 'LEAK'; TENANT_ID = 'LEAK'; 'A';
//=== tenant B
sink('works'); list.join() + host.name + (TENANT_ID.indexOf(' B') > 0);
