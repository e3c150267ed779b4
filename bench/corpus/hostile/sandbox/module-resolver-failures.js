// expect: limit: each failure must not cost the host a page of its log
for (;;) try { require('fails'); } catch (e) {}
