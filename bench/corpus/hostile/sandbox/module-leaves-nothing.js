// expect: harmless: modules of one evaluation are not those of the next
//=== tenant A
require('shared').seen.push('LEAK of ' + TENANT_ID); require('shared').__proto__.seen = 'LEAK'; require.extra = 'LEAK'; setTimeout(function () { sink('LEAK') }, 1e15); require('shared').seen.length;
//=== tenant B
[require('shared').seen.join(), {}.seen, require.extra].join();
