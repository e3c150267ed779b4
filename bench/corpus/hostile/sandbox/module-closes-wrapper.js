// expect: harmless: a module that closes the function around it is in the same realm
var m = require('closes'); typeof m + typeof leaked + typeof Packages;
