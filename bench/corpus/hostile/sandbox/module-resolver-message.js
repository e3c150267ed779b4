// expect: denied: what the host throws says nothing
require('fails');
