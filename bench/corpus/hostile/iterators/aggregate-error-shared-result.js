// expect: limit: memory
var r = {value: 1, done: false}; new AggregateError({[Symbol.iterator]() { return {next: Object.bind(null, r)}; }});
