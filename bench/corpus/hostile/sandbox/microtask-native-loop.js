// expect: limit: memory; jobs that queue themselves without a function of the script's
var h = {}, p = new Proxy(queueMicrotask, h); h.apply = queueMicrotask.bind(null, p); p();
