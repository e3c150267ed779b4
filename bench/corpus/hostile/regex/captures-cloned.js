// expect: limit
// each state of the stack has its own copy of all groups
var r = new RegExp('(?:(a))*' + '(x)?'.repeat(2000) + 'z'); r.exec('a'.repeat(200000));
