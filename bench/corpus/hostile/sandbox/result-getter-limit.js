// expect: limit: a getter of the result runs under the limits
({get a() { for (;;); }});
