// expect: denied: a promise whose successors are the script's own never settles
var p = Promise.resolve(1); p.constructor = {}; p.constructor[Symbol.species] = function (executor) { executor(function (v) { sink('settled with ' + v); }, function () {}); }; p.then = function (f) { sink('asked'); f({then: f}); }; p;
