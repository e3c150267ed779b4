// expect: limit: memory; what require remembers must be paid
var x = 'x'.repeat(900); for (var i = 0;; i++) try { require('./self' + '/.'.repeat(i % 400) + '/../self.js'); require(x + i); } catch (e) { try { require('./' + '././'.repeat(i % 200) + 'self'); } catch (f) {} }
