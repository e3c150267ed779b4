// expect: denied: modules that ask for ever more modules
require('endless/x');
