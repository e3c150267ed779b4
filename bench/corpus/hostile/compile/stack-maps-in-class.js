// expect: limit: memory
// methods just below 64 KB with a thousand locals and thousands of branches, in one class
var v = []; for (var i = 0; i < 990; i++) v.push('v' + i);
var body = '(x) { var ' + v.join() + ';' + 'if(x);'.repeat(1600) + '}\n';
var s = ''; for (var i = 0; i < 30; i++) s += 'function f' + i + body;
Script(s)();
