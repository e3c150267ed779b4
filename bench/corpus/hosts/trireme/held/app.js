// A server that is asked five times, and five times more for each line on its standard input.
var http = require('http');
var asked = 0, ended = false;
var server = http.createServer(function (request, response) {
  var n = 0; for (var i = 0; i < 50000; i++) n = (n * 33 + i) % 65521;
  response.end('n=' + n + ' ' + request.url);
});
function round() {
  var left = 5, answers = [];
  asked++;
  for (var k = 0; k < 5; k++) (function (k) {
    http.get({ host: '127.0.0.1', port: server.address().port, path: '/' + k, agent: false }, function (response) {
      var body = '';
      response.on('data', function (part) { body += part; });
      response.on('end', function () {
        answers[k] = body;
        if (--left === 0) {
          asked--;
          console.log(answers.join(';'));
          leave();
        }
      });
    });
  })(k);
}
function leave() {
  if (ended && asked === 0) server.close();
}
server.listen(0, '127.0.0.1', function () {
  round();
  process.stdin.on('data', round);
  process.stdin.on('end', function () { ended = true; leave(); });
});
