// expect: limit: jobs end with their evaluation
// opts: pool=context
Promise.resolve(1).then(function () { sink('ESCAPED'); }); for (;;);
//=== tenant B
Promise.resolve('clean');
