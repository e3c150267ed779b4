// expect: limit must not be swallowed by a module
try { require('spins'); } catch (e) { sink('ESCAPED ' + e); } finally { try { require('spins'); } finally { sink('ESCAPED finally'); } }
