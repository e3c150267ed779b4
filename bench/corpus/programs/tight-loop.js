// A numeric loop whose body is a handful of machine instructions.
function run() {
  var x = 1;
  for (var i = 0; i < 200000; i++) {
    x = x * 0.75 + i;
  }
  return x;
}
