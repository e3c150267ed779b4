// expect: limit: memory
// compiled code puts a literal of more than 64 KB together anew each time
Script('var a = []; for (;;) a.push("' + 'x'.repeat(70000) + '");')();
