// expect: limit or denied: each level of eval makes the name of the source longer
var s = 'eval(s)'; eval(s);
