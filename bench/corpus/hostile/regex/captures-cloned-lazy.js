// expect: limit
var r = new RegExp('(?:(a)|(b))*?' + '(?:(x))?'.repeat(2000) + 'z'); r.exec('ab'.repeat(100000));
