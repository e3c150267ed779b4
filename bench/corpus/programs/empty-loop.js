// Nothing but the loop.
function run() {
  var i = 0;
  while (i < 500000) {
    i++;
  }
  return i;
}
