package dev.tachograph.engine.program;

import java.util.stream.Stream;

/** Scripts that need everything that Rhino's compiler puts beside the code. */
final class StoredScripts {
  private StoredScripts() {}

  static Stream<String> all() {
    return Stream.of(
        "6 * 7",
        "'use strict'; (function () { return String(this) })()",
        "var s = 0; for (var i = 0; i < 100; i++) { s += i % 7 } s",
        "function f(a, b = 2, ...c) { return a + b + c.length } f.length + ':' + f(1, 2, 3, 4)",
        "function outer() { function inner(x) { return x * 2 } return inner } outer()(21)",
        "function sum(a, b) { return a + b } var t = 0; for (let i of [1, 2, 3]) t = sum(t, i); t",
        "(function  spaced ( a,b ) { return a /* kept */ })  .toString()",
        "const c = x => ({ x, twice() { return x * 2 } }); c(4).twice() + c.toString()",
        "function* g(n) { for (let i = 0; i < n; i++) yield i } [...g(5)].join()",
        "function P(n) { this.n = n } P.prototype.get = function () { return this.n }; new P(9).get()",
        "var o = { get a() { return 1 }, set a(v) {}, ['b' + 1]: 2 }; o.a + o.b1",
        "/(\\d+)-(\\w)/.exec('12-x').slice(1).join('|') + 'aXbX'.replace(/x/gi, '')",
        "var { a, b: [c, d = 4] } = { a: 1, b: [2] }; [a, c, d].join()",
        "try { null.x } catch (e) { e instanceof TypeError } finally { var z = 1 }",
        "(function () { return arguments.length })(1, 2, 3)",
        "var n = 1.5e300; n + 0.1 + 12345678901",
        "[3, 1, 2].sort(function (a, b) { return a - b }).map(function (x) { return x * x }).join()",
        "(function fact(n) { return n < 2 ? 1 : n * fact(n - 1) })(10)",
        "new Function('a', 'return a + 1')(1) + eval('var q = 2; q * 2')",
        "try { new (() => 1)() } catch (e) { e.message }",
        "switch (3) { case 1: 'a'; break; case 3: 'c'; break; default: 'd' }",
        "var lone = { '\uD800x': 1 }; Object.keys(lone)[0].length",
        "`a${1 + 1}b`");
  }
}
