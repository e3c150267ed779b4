// Groups, sorts, merges and clones with lodash.
function people() {
  var list = [];
  for (var i = 0; i < 60; i++) {
    list.push({ id: i, name: 'person' + (i * 7) % 60, age: 20 + (i * 13) % 50, tags: ['t' + (i % 5), 't' + (i % 3)], address: { city: 'c' + (i % 4) } });
  }
  return list;
}

var PEOPLE = people();

function run() {
  var byCity = _.groupBy(PEOPLE, 'address.city');
  var ages = _.mapValues(byCity, function (group) { return _.sumBy(group, 'age'); });
  var names = _(PEOPLE).filter(function (p) { return p.age > 35; }).sortBy(['age', 'name']).map('name').take(10).value();
  var tags = _.countBy(_.flatMap(PEOPLE, 'tags'));
  var copy = _.cloneDeep(_.take(PEOPLE, 15));
  _.set(copy, '[3].address.city', 'elsewhere');
  var merged = _.merge({}, copy[3], { address: { street: 'x' } });
  return [
    JSON.stringify(ages), names.join(), JSON.stringify(tags), merged.address.city, _.isEqual(copy, _.take(PEOPLE, 15)),
    _.uniq(_.map(PEOPLE, 'age')).length, _.chunk(_.range(30), 7).length, _.kebabCase('someMixedName'), _.padStart('7', 3, '0')
  ].join(':');
}
