// expect: harmless: a console of the script's own is its own
console = {log: function () { throw 1; }}; Object.prototype.log = 1; 'done';
