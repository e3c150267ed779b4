// Reads an access log by regular expression and rewrites parts of it.
var LINE = /^(\S+) - (\S+) \[([^\]]+)\] "(GET|POST) ([^"]*)" (\d{3}) (\d+)$/;

function log() {
  var lines = [];
  for (var i = 0; i < 60; i++) {
    lines.push(
      '10.0.' + (i % 7) + '.' + i + ' - user' + (i % 5) + ' [2026-11-0' + ((i % 9) + 1) + 'T10:0' + (i % 10) +
      '] "' + (i % 3 ? 'GET' : 'POST') + ' /path/' + i + '?q=' + i * 3 + '&r=a%20b" ' + (i % 11 ? 200 : 404) + ' ' + i * 37
    );
  }
  return lines;
}

var LOG = log();

function run() {
  var bytes = 0;
  var users = {};
  var checksum = 0;
  for (var i = 0; i < LOG.length; i++) {
    var match = LINE.exec(LOG[i]);
    users[match[2]] = (users[match[2]] || 0) + 1;
    bytes += Number(match[7]);
    var path = match[5].replace(/[?&](\w)=([^&]*)/g, function (all, key, value) {
      return '/' + key + '_' + value.replace(/%20/g, '+');
    });
    checksum = (checksum * 31 + path.length) % 1000003;
    if (/^\/path\/\d*5\b/.test(path)) {
      checksum++;
    }
  }
  return bytes + ':' + JSON.stringify(users) + ':' + checksum;
}
