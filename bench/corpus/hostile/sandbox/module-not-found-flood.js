// expect: limit: cpu; asking for what is not there
for (var i = 0;; i++) try { require('nothing' + i % 9); } catch (e) {}
