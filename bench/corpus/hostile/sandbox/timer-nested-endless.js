// expect: limit: cpu; a clock that stands still
setTimeout(function f() { setTimeout(f); });
