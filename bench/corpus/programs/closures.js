// Small functions that make and call small functions.
function compose(f, g) {
  return function (x) {
    return f(g(x));
  };
}

function adder(n) {
  return function (x) {
    return x + n;
  };
}

function counter() {
  var count = 0;
  return {
    next: function () {
      return ++count;
    },
    reset: function () {
      count = 0;
    }
  };
}

function run() {
  var chain = adder(0);
  for (var i = 1; i < 12; i++) {
    chain = compose(chain, adder(i));
  }
  var ticks = counter();
  var sum = 0;
  for (var j = 0; j < 300; j++) {
    sum = (sum + chain(j)) % 1000003;
    if (ticks.next() === 10) {
      ticks.reset();
    }
  }
  return sum + ticks.next();
}
