// Date arithmetic, parsing and formatting with moment, all in UTC.
function run() {
  var date = moment.utc('2026-01-31T12:30:45.678Z');
  var out = [];
  for (var i = 0; i < 12; i++) {
    date.add(1, 'months').subtract(3, 'hours');
    out.push(date.format('dddd, MMMM Do YYYY, h:mm:ss a'));
    out.push(moment.utc(out[i * 2], 'dddd, MMMM Do YYYY, h:mm:ss a').diff(date, 'minutes'));
    out.push(date.clone().startOf('week').isBefore(date));
    out.push(moment.duration(i * 12345678).humanize());
  }
  var text = out.join('|');
  var checksum = text.length;
  for (var j = 0; j < text.length; j++) {
    checksum = (checksum * 31 + text.charCodeAt(j)) % 1000003;
  }
  return checksum;
}
