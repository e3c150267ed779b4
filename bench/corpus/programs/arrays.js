// Array methods with callbacks, sorting, slicing.
function run() {
  var numbers = [];
  var seed = 7;
  for (var i = 0; i < 300; i++) {
    seed = (seed * 16807) % 2147483647;
    numbers.push(seed % 1000);
  }
  var sorted = numbers.slice().sort(function (a, b) {
    return a - b;
  });
  var doubled = numbers
    .map(function (n) { return n * 2; })
    .filter(function (n) { return n % 3 === 0; });
  var sum = doubled.reduce(function (total, n) { return (total + n) % 1000003; }, 0);
  var groups = {};
  numbers.forEach(function (n) {
    var key = 'g' + (n % 10);
    (groups[key] = groups[key] || []).push(n);
  });
  var sizes = Object.keys(groups).sort().map(function (key) {
    return groups[key].length;
  });
  var some = numbers.some(function (n) { return n === 1001; });
  var index = sorted.indexOf(sorted[250]);
  var queue = [];
  for (var j = 0; j < 200; j++) {
    queue.push(j);
    if (j % 3 === 0) {
      sum += queue.shift();
    }
  }
  return [sorted[0], sorted[299], sum, sizes.join('-'), some, index, queue.concat(doubled).length].join(':');
}
