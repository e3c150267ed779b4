// expect: denied: jobs end with their evaluation
// opts: pool=context
for (var i = 0; i < 100; i++) Promise.resolve(i).then(function () { sink('LEAK of A'); }); throw 'A is gone';
//=== tenant B
'clean';
