// expect: limit: stack; exports that require their own module
require('getter').x;
