// expect: denied: an error that says where it is not
var e = new Error('m', '/etc/passwd', 1); e.fileName = 'ESC'; e.lineNumber = -2147483648; e.stack = 'x'; throw e;
