// expect: denied: jobs that reading the result makes
// opts: pool=context
({get a() { Promise.resolve(1).then(function () { sink('ESCAPED late'); }); return 1; }});
//=== tenant B
'clean';
