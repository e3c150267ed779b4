// expect: limit: stack; deep patterns, when the compiler of patterns has been compiled itself
for (var i = 0; i < 300; i++) try { new RegExp('('.repeat(30) + 'a' + ')'.repeat(30) + '|[a-z]+(?:b{2,3})*?' + i); } catch (e) {} var r; try { new RegExp('('.repeat(100000)); } catch (e) { r = '' + e; } r;
