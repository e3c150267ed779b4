// expect: harmless: the same in every locale and zone of the host's, and no tenant changes it
// opts: pool=jvm
var d = new Date(0); d.toLocaleString('de', {timeZone: 'Asia/Tokyo'}); d.toLocaleDateString('tr'); (1234.5).toLocaleString(); 'I'.toLocaleLowerCase('tr'); Date.prototype.getTimezoneOffset = function () { return 1; }; 'A';
//=== tenant B
'TITLE'.toLocaleLowerCase() === 'title' && (1234.5).toLocaleString().indexOf('ESC') < 0 ? 'clean' : 'LEAK ' + 'TITLE'.toLocaleLowerCase();
