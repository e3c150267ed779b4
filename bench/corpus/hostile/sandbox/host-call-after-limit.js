// expect: limit: nothing reaches the host after it
function g() { sink('before'); try { for (;;); } finally { try { sink('ESCAPED in finally'); } finally { console.log('ESCAPED console'); hostfn(1); } } } L: try { g(); } finally { try { console.log(); sink('ESCAPED again'); } catch (e) { sink('ESCAPED catch'); } break L; } sink('ESCAPED at the end'); 'ESCAPED';
