// expect: denied: what is left after a failure does not run
setTimeout(function () { sink('ESCAPED ran after the failure'); }, 2); setTimeout(function () { queueMicrotask(function () { sink('ESCAPED ran after the failure'); }); throw new Error('mine'); }, 1);
