// expect: limit: jobs that make jobs after the script's end
function t() { return {then: function (f) { f(t()); }}; } Promise.resolve(t());
