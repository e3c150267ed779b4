// expect: limit: memory; an interval copies its arguments each time
setInterval.apply(null, [Math.abs, 1].concat(new Array(1e5).fill(0)));
