//=== bits of a byte | 8 iterations, 1 calls | 5
function f() { var mask = 1, count = 0; while (mask < 0x100) { if (0x5d & mask) count++; mask <<= 1; } return count; } f()
//=== for of integers | 10 iterations, 1 calls | 1023
function f() { var x = 0; for (var i = 0; i < 10; i++) { x = x << 1 | 1; } return x; } f()
//=== no round | 0 iterations, 1 calls | 7
function f() { var x = 7; for (var i = 5; i < 5; i++) { x = x ^ i; } return x; } f()
//=== one round | 1 iterations, 1 calls | 2
function f() { var x = 7; for (var i = 5; i < 6; i++) { x = x ^ i; } return x; } f()
//=== a number that is none | 0 iterations, 1 calls | 0
function f() { var x = 0 / 0, n = 0; while (x < 10) { x = x | 0; n++; } return n; } f()
//=== a number that is none and a condition that is negated | 0 iterations, 1 calls | 0
function f() { var x = 0 / 0, n = 0; while (x >= 10) { x = x | 0; n++; } return n; } f()
//=== each comparison | 20 iterations, 1 calls | 5,5,5,5
function f() {
  var a = 0, b = 0, c = 5, d = 5;
  while (a < 5) a = a + 1 | 0;
  while (b <= 4) b = b + 1 | 0;
  while (c > 0) c = c - 1 | 0;
  while (d >= 1) d = d - 1 | 0;
  return [a, b, c + 5, d + 5].join();
} f()
//=== arithmetic in the condition | 4 iterations, 1 calls | 4
function f() { var i = 0, n = 9; while (i * 2 + 1 < n) { i = i + 1 | 0; } return i; } f()
//=== break out of integers | 4 iterations, 1 calls | 3
function f() { for (var i = 0; i < 10; i++) { if ((i & 3) === 3) break; } return i; } f()
//=== continue over integers | 10 iterations, 1 calls | 5
function f() { var n = 0; for (var i = 0; i < 10; i++) { if (i & 1) continue; n++; } return n; } f()
//=== nested integers | 44 iterations, 1 calls | 40
function f() { var n = 0; for (var i = 0; i < 4; i++) { for (var j = 0; j < 10; j++) n = n + 1 | 0; } return n; } f()
//=== labelled continue over integers | 8 iterations, 1 calls | 4
function f() { var n = 0; outer: for (var i = 0; i < 4; i++) { for (var j = 0; j < 10; j++) { n = n + 1 | 0; continue outer; } } return n; } f()
//=== entered again by a throw | 6 iterations, 1 calls | 3
function f() {
  var n = 0;
  for (var i = 0; i < 3; i++) { try { for (var j = 0; j < 2; j++) { n = n + 1 | 0; throw n; } } catch (e) { } }
  return n;
} f()
//=== within try and finally | 9 iterations, 1 calls | 12
function f() {
  var n = 0;
  try { for (var i = 0; i < 4; i++) { n = n + 1 | 0; } } finally { for (var j = 0; j < 5; j++) { n = n ^ 8; } }
  return n;
} f()
//=== twice in a row | 7 iterations, 1 calls | 7
function f() { var n = 0; for (var i = 0; i < 3; i++) n |= 1 << i; for (var j = 0; j < 4; j++) n &= 7; return n; } f()
//=== begun within a switch | 3 iterations, 2 calls | 3
function f(k) { var n = 0; switch (k) { case 1: for (var i = 0; i < 3; i++) n = n + 1 | 0; default: } return n; }
f(1) - f(2) && f.length && 3
//=== unsigned | 32 iterations, 1 calls | 32
function f() { var x = -1, n = 0; for (x = x >>> 0; x > 0; x = x >>> 1) n++; return n; } f()
//=== in a generator | 6 iterations, 1 calls | 0,1,3
function* g() { var n = 0; for (var i = 0; i < 3; i++) { n = n + i | 0; yield n; } } var out = []; for (var v of g()) out.push(v); out.join()
