// A numeric loop whose body is a handful of machine instructions.
function run() {
  var x = 1;
  for (var i = 0; i < 200000; i++) {
    x = (x * 1309 + 13849) % 65536;
  }
  return x;
}
