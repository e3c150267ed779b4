// expect: limit: memory
Script('var o = {}, a = []; for (;;) a.push("" + Object.keys({' + 'x'.repeat(70000) + ': 1})[0]);')();
