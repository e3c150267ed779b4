// expect: limit: memory
// opts: e4xcp=1
var all = []; for (;;) all.push(<a b="c">text</a>);
