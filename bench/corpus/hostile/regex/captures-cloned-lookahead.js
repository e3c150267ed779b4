// expect: limit
var r = new RegExp('(?:(?=(a))a)*' + '(x)?'.repeat(5000) + 'z'); r.exec('a'.repeat(100000));
