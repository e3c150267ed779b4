// expect: limit: memory
// an endless iterator that allocates nothing
var r = {value: 1, done: false}; [...{[Symbol.iterator]() { return {next: Object.bind(null, r)}; }}];
