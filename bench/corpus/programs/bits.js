// Counts the bits of bytes with integer operations: the shortest bodies that loops have.
function bitsInByte(b) {
  var mask = 1;
  var count = 0;
  while (mask < 0x100) {
    if (b & mask) {
      count++;
    }
    mask <<= 1;
  }
  return count;
}

function run() {
  var total = 0;
  for (var round = 0; round < 40; round++) {
    for (var b = 0; b < 256; b++) {
      total += bitsInByte(b);
    }
  }
  return total;
}
