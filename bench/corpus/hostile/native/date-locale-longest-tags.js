// expect: limit
// a language tag of millions of characters is parsed by the JDK, a hundred times before anybody asks for the time
var t = 'en-x-' + 'a-'.repeat(2000000) + 'a', l = new Array(100).fill(t); new Date(0).toLocaleString(l);
