// Parses two scripts with acorn and walks their trees.
function count(node, totals) {
  totals[node.type] = (totals[node.type] || 0) + 1;
  for (var key in node) {
    var child = node[key];
    if (Array.isArray(child)) {
      for (var i = 0; i < child.length; i++) {
        if (child[i] && child[i].type) {
          count(child[i], totals);
        }
      }
    } else if (child && typeof child.type === 'string') {
      count(child, totals);
    }
  }
}

function run() {
  var totals = {};
  count(acorn.parse(INPUT, { ecmaVersion: 2020 }), totals);
  return JSON.stringify(totals);
}
