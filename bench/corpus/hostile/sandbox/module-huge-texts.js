// expect: limit: memory; texts that are large, and ever new ones
for (var i = 0;; i++) try { require('huge/' + i); } catch (e) {}
