// expect: limit: reading the arguments runs under the limits
var n = 0; sink({get a() { n++; for (;;); }});
