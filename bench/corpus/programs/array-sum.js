// Fills an array and adds it up.
function run() {
  var array = [];
  var n = 10000;
  for (var i = 0; i < n; i++) {
    array[i] = i * 3;
  }
  var sum = 0;
  for (var round = 0; round < 5; round++) {
    for (var j = 0; j < n; j++) {
      sum += array[j];
    }
  }
  return sum;
}
