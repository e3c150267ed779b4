// expect: denied: what matched last is nobody else's business
// opts: pool=context
/(secret)(of)(A)/.exec('-secretofA-'); RegExp.input = 'A secret input'; RegExp.multiline = true; 'A';
//=== tenant B
var r = []; ['$1', '$2', '$_', '$&', '$+', '$`', "$'", 'input', 'lastMatch', 'lastParen', 'leftContext', 'rightContext', 'multiline'].forEach(function (k) { if (RegExp[k]) r.push(k + '=' + RegExp[k]); }); r.length ? 'LEAK ' + r : 'clean';
