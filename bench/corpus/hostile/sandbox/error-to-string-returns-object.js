// expect: denied
throw {toString: function () { return {}; }, valueOf: function () { return []; }};
