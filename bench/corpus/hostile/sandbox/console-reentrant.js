// expect: limit: stack; a text that writes to the console
var o = {toString: function () { console.log(o); return 'x'; }}; console.log(o);
