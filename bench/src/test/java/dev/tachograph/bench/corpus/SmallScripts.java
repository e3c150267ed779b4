package dev.tachograph.bench.corpus;

import java.util.List;

/** Small scripts of all sorts, none the same as another: what a host runs all day. */
final class SmallScripts {
  private static final List<String> KINDS =
      List.of(
          "var s = 0; for (var i = 0; i < 20; i++) s += i * N; s",
          "JSON.stringify({n: N, list: [1, 2, {deep: 'x'.repeat(N % 50)}]})",
          "function f(x) { return x < 2 ? x : f(x - 1) + f(x - 2) } f(N % 10)",
          "'N-a-b'.replace(/(\\w)-(\\w)/g, '$2$1') + RegExp.$1",
          "eval('N + 1')",
          "new Function('a', 'return a + N')(1)",
          "throw new TypeError('number N')",
          "var x = ;  // N",
          "Promise.resolve(N).then(x => ({x}))",
          "Promise.reject(new Error('N'))",
          "sink('N'); hostmarker().length + hostfn(N).length",
          "try { hostfail(N) } catch (e) { e.message }",
          "console.log('N'); for (;;);",
          "function* g() { for (var i = 0; i < 3; i++) yield i + N } [...g()]",
          "var o = {get v() { return N }, ...{w: 1}}; Object.create(o).v",
          "(t => t)`a${N}b`.raw[0]",
          "Symbol.for('N') === Symbol.for('N') && new Date(N).toISOString()",
          "new Proxy([N], {get: (t, k) => t[k]})",
          "[5, 3, N].sort((a, b) => a - b).map(x => new Array(x % 7))",
          "new Map([[N, new Set([N])]]).get(N).size + 2n ** 70n");

  private SmallScripts() {}

  static String source(int number) {
    return KINDS.get(number % KINDS.size()).replace("N", Integer.toString(number));
  }
}
