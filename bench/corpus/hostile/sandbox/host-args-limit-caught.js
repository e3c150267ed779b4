// expect: limit must not be catchable, whatever is between
for (;;) { try { sink({get a() { for (;;); }}); } catch (e) { sink('ESCAPED ' + e); } finally { continue; } }
