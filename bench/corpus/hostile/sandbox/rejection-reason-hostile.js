// expect: limit: cpu; the text of a reason that nobody handled
Promise.reject({toString: function () { for (;;); }}); 1;
