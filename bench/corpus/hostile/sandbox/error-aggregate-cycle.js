// expect: denied: errors within errors
var e = new Error('a'); e.cause = e; var f = new AggregateError([e], 'b', {cause: e}); e.errors = [f]; throw f;
