// expect: limit: cpu; the bounds on modules caught, again and again
for (;;) try { require('endless/x'); } catch (e) {}
