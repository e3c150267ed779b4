// expect: limit: cpu; a timer set while a limit is thrown
function f() { sink('ESCAPED'); } try { for (;;); } finally { setTimeout(f); queueMicrotask(f); }
