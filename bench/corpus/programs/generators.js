// Generators that feed each other, for-of, spread and destructuring.
function* range(from, to) {
  for (var i = from; i < to; i++) {
    yield i;
  }
}

function* squares(source) {
  for (var value of source) {
    yield value * value;
  }
}

function* primes(limit) {
  var found = [];
  for (var candidate of range(2, limit)) {
    var prime = true;
    for (var i = 0; i < found.length && found[i] * found[i] <= candidate; i++) {
      if (candidate % found[i] === 0) {
        prime = false;
        break;
      }
    }
    if (prime) {
      found.push(candidate);
      yield candidate;
    }
  }
}

function run() {
  var sum = 0;
  for (var square of squares(range(0, 200))) {
    sum = (sum + square) % 1000003;
  }
  for (var prime of primes(500)) {
    sum = (sum * 31 + prime) % 1000003;
  }
  var pairs = [];
  for (var n of range(0, 50)) {
    pairs.push([n, n * 3]);
  }
  for (var [left, right] of pairs) {
    sum += left * right;
  }
  return sum + Math.max.apply(null, [...range(0, 30)]);
}
