// Functional work on collections with underscore, and its templates.
var LIST = _.map(_.range(80), function (i) {
  return { id: i, kind: 'k' + (i % 6), weight: (i * 37) % 101, parts: _.range(i % 4) };
});

function run() {
  var groups = _.groupBy(LIST, 'kind');
  var totals = _.map(groups, function (group, kind) {
    return kind + '=' + _.reduce(group, function (sum, item) { return sum + item.weight; }, 0);
  });
  var heavy = _.chain(LIST).where({ kind: 'k1' }).sortBy('weight').pluck('id').last(3).value();
  var parts = _.uniq(_.flatten(_.pluck(LIST, 'parts')));
  var indexed = _.indexBy(LIST, 'id');
  var memo = _.memoize(function (n) { return n < 2 ? n : memo(n - 1) + memo(n - 2); });
  return [
    totals.join(), heavy.join(), parts.join(), _.size(indexed), memo(25),
    _.isEqual(_.clone(LIST[5]), LIST[5]), _.zip([1, 2], ['a', 'b']).join('-'), _.intersection([1, 2, 3], [2, 3, 4]).join()
  ].join(':');
}
