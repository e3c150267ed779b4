// expect: limit: memory; an interval without any function of the script's
setInterval(Math.abs, 1);
