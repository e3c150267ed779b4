// expect: limit: stack; a delay that sets timers
(function g() { setTimeout(Math.abs, {valueOf: g}); })();
