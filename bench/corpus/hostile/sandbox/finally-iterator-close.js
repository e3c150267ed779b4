// expect: limit must not be catchable by an iterator that is closed
var it = {}; it[Symbol.iterator] = function () { return {next: function () { return {done: false, value: 1}; }, return: function () { sink('ESCAPED return'); throw 1; }}; }; try { for (var x of it) { for (;;); } } catch (e) { sink('ESCAPED catch ' + e); } 'ESCAPED';
