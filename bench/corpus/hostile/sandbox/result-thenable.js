// expect: limit: a thenable is asked for its value, under the limits
Promise.resolve({get then() { return function (f) { for (;;); }; }});
