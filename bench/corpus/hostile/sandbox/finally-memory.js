// expect: limit must not be catchable when it is memory
var keep = []; for (;;) try { for (;;) keep.push(new Array(100000)); } catch (e) { sink('ESCAPED'); } finally { keep = []; continue; }
