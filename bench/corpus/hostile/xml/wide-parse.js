// expect: limit: cpu or memory or stack
// opts: e4xcp=1
new XML('<a>' + '<b/>'.repeat(2000000) + '</a>');
