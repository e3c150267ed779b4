// Multiplies two matrices.
function matrix(n, seed) {
  var rows = [];
  for (var i = 0; i < n; i++) {
    var row = [];
    for (var j = 0; j < n; j++) {
      row.push(((i * n + j) * seed) % 17);
    }
    rows.push(row);
  }
  return rows;
}

function multiply(a, b, n) {
  var result = [];
  for (var i = 0; i < n; i++) {
    var row = [];
    for (var j = 0; j < n; j++) {
      var sum = 0;
      for (var k = 0; k < n; k++) {
        sum += a[i][k] * b[k][j];
      }
      row.push(sum);
    }
    result.push(row);
  }
  return result;
}

function run() {
  var n = 30;
  var product = multiply(matrix(n, 3), matrix(n, 5), n);
  var trace = 0;
  for (var i = 0; i < n; i++) {
    trace += product[i][i] + product[i][n - 1 - i];
  }
  return trace;
}
