// expect: limit: memory; jobs that wait
function f() {} for (;;) Promise.resolve(1).then(f);
