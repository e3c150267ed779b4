// expect: limit: text is made under the limits
console.log({toString: function () { for (;;); }});
