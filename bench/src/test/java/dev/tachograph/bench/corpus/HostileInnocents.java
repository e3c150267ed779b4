package dev.tachograph.bench.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.ScriptableObject;

/** What every script may rely on, whatever ran before it in the same JVM. */
final class HostileInnocents {
  private static final List<Innocent> ALL =
      List.of(
          new Innocent(
              "json",
              "JSON.stringify(JSON.parse('{\"a\":[1,2,{\"b\":null}],\"c\":\"\\u20ac\"}'))",
              "{\"a\":[1,2,{\"b\":null}],\"c\":\"\u20ac\"}"),
          new Innocent(
              "regex",
              "'2024-02-29'.replace(/(\\d+)-(\\d+)-(\\d+)/, '$3.$2.$1') + /^(a|b)*?c$/i.test('ABAC')",
              "29.02.2024true"),
          new Innocent(
              "date",
              "var d = new Date(Date.UTC(2024, 1, 29, 12)); d.setUTCDate(30);"
                  + " d.toISOString() + ' ' + Date.parse('2000-01-01T00:00:00Z')"
                  + " + ' ' + /2024/.test(d.toString())",
              "2024-03-01T12:00:00.000Z 946684800000 true"),
          new Innocent(
              "sort",
              "[5, 3, 11, 1].sort().join() + ' '"
                  + " + [5, 3, 11, 1].sort(function (a, b) { return a - b; }).join()",
              "1,11,3,5 1,3,5,11"),
          new Innocent(
              "generator",
              "function* g() { for (var i = 0; i < 4; i++) yield i * i; } [...g()].join()",
              "0,1,4,9"),
          new Innocent(
              "promise", "var log = []; Promise.resolve(1).then(x => log.push(x))", null, "1"),
          new Innocent("promise-done", "log.join()", "1", null),
          new Innocent("bigint", "String(2n ** 70n % 1000007n) + (10n > 9n)", "866026true"),
          new Innocent(
              "eval", "eval('var e = 20; e * 2') + new Function('a', 'return a + 2')(40)", "82"),
          new Innocent(
              "message",
              "try { null.foo; } catch (e) { e.name + ': ' + e.message }",
              "TypeError: Cannot read property \"foo\" from null"),
          new Innocent("syntax", "try { eval('var 1x'); } catch (e) { e.name }", "SyntaxError"),
          new Innocent(
              "numbers",
              "(1234.5678).toFixed(2) + ' ' + (255).toString(16) + ' ' + (1e21).toPrecision(3)"
                  + " + ' ' + (1234567.5).toLocaleString()",
              "1234.57 ff 1.00e+21 1234567.5"),
          new Innocent(
              "locale",
              "'STRASSE'.toLocaleLowerCase() + ' ' + 'a'.localeCompare('b')"
                  + " + ' ' + '\\u0061\\u0301'.normalize('NFC').length",
              "strasse -1 1"),
          new Innocent(
              "collections",
              "new Map([[1, 'a']]).get(1) + new Set([1, 1, 2]).size"
                  + " + new Uint8Array([1, 300]).join() + Reflect.ownKeys({x: 1, y: 2}).join()"
                  + " + new Proxy({}, {get: (t, k) => k}).z + Symbol('s').toString()",
              "a21,44x,yzSymbol(s)"),
          new Innocent(
              "stack",
              "try { throw new Error('e'); } catch (e) { /stack/.test(e.stack) }",
              "true"));

  /**
   * A script and its result as text.
   *
   * @param expected in a scope that all of them share; null if it does not matter
   * @param alone in a scope of its own; null if it makes no sense there
   */
  private record Innocent(
      String name, String source, @Nullable String expected, @Nullable String alone) {
    Innocent(String name, String source, String expected) {
      this(name, source, expected, expected);
    }
  }

  /** Runs a script in a scope of its own. */
  interface Runner {
    @Nullable Object run(String name, String source);
  }

  private HostileInnocents() {}

  /** What went wrong, or the empty string. */
  static String check(ContextFactory factory) {
    return check(factory, List.of());
  }

  /** The same without those that never worked in this Rhino. */
  static String check(ContextFactory factory, List<String> unknown) {
    List<String> wrong = new ArrayList<>();
    try {
      factory.call(
          cx -> {
            ScriptableObject scope = cx.initStandardObjects();
            for (Innocent innocent : ALL) {
              String failure = unknown.contains(innocent.name()) ? "" : check(cx, scope, innocent);
              if (!failure.isEmpty()) {
                wrong.add(failure);
              }
            }
            return null;
          });
    } catch (Throwable failure) {
      wrong.add("everything: " + failure);
    }
    return String.join("; ", wrong);
  }

  /** Those that do not work in this Rhino, whatever runs. */
  static List<String> unknown(ContextFactory factory) {
    return Stream.of(check(factory).split("; ", -1))
        .map(failure -> failure.substring(0, Math.max(0, failure.indexOf(':'))))
        .toList();
  }

  /** The same of a host that has a scope for each script, and waits for promises. */
  static String check(Runner runner) {
    List<String> wrong = new ArrayList<>();
    for (Innocent innocent : ALL) {
      if (innocent.alone() != null) {
        String text;
        try {
          text = String.valueOf(runner.run(innocent.name(), innocent.source()));
        } catch (Throwable failure) {
          text = failure.toString();
        }
        if (!text.equals(innocent.alone())) {
          wrong.add(innocent.name() + ": " + text);
        }
      }
    }
    return String.join("; ", wrong);
  }

  private static String check(Context cx, ScriptableObject scope, Innocent innocent) {
    try {
      Object result = cx.evaluateString(scope, innocent.source(), innocent.name(), 1, null);
      String text = Context.toString(result);
      return innocent.expected() == null || innocent.expected().equals(text)
          ? ""
          : innocent.name() + ": " + text;
    } catch (Throwable failure) {
      return innocent.name() + ": " + failure;
    }
  }
}
