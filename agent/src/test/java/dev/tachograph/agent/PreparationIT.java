package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Scriptable;

/** Nothing of Rhino is loaded or initialised where scripts choose how much stack there is. */
class PreparationIT {
  private static final Pattern NEWS =
      Pattern.compile("(?:Initializing '([^']+)'(?!\\(no method)|\\] ([\\w.$]+) source: )");

  @TempDir Path folder;

  static Stream<Path> jdks() {
    return ForkedJvm.jdks().stream();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void whenTheFirstScriptRunsAllOfRhinoIsThere(Path jdk) throws IOException {
    Path log = folder.resolve("classes.log");
    ForkedJvm.java(jdk)
        .with("-Xlog:class+load=info,class+init=info:file=" + log)
        .withAgent("")
        .withMain(BuiltIns.class)
        .run()
        .succeeded();
    List<String> late = new ArrayList<>();
    boolean running = false;
    for (String line : Files.readAllLines(log)) {
      Matcher news = NEWS.matcher(line);
      if (news.find()) {
        String name = (news.group(1) == null ? news.group(2) : news.group(1)).replace('/', '.');
        running |= name.equals(Started.class.getName());
        if (running && name.startsWith("org.mozilla.") && !isGenerated(name) && !isHosts(news)) {
          late.add(line);
        }
      }
    }
    assertThat(running).as("the log shows when the script started").isTrue();
    assertThat(late).isEmpty();
  }

  private static boolean isGenerated(String name) {
    return name.contains(".gen.") || name.contains("$$Lambda");
  }

  /** Descriptions of the host's Java types, loaded for each: nothing of it is woven. */
  private static boolean isHosts(Matcher news) {
    return news.group(2) != null && news.group(2).contains(".javascript.lc.");
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void builtInsThatWereFirstNeededAtTheEndOfTheStackStillWork(Path jdk) {
    ForkedJvm.Result result =
        ForkedJvm.java(jdk).with("-Xss512k").withAgent("").withMain(DeepEnd.class).run();
    assertThat(result.succeeded().stdout())
        .contains("works: ")
        .contains(BuiltIns.ALL.size() + " of " + BuiltIns.ALL.size() + " stopped")
        .doesNotContain("broken: ");
  }

  /** Initialised when the first script has started. */
  static final class Started {
    static final long AT = System.nanoTime();

    private Started() {}
  }

  /** Uses one of everything, in both modes. */
  static final class BuiltIns {
    static final List<String> ALL =
        List.of(
            "JSON.stringify(JSON.parse('{\"a\":[1,{\"b\":2}]}'))",
            "'a-b'.replace(/(?<x>a)/g, '$1$<x>$&') + 'x'.replace('x', () => 'y')",
            "'\\u0061\\u0301'.normalize('NFC') + 'i'.toLocaleUpperCase()",
            "/\\p{Lu}[^a-c]/u.test('Ab') + 'a,b'.split(/,/) + 'x'.match(/y/)",
            "new Date(0).toISOString() + Date.parse('2000-01-01')",
            "(1234.5678).toFixed(2) + (255).toString(16) + (1e21).toPrecision(3) + 0.1.toString(2)",
            "(2n ** 70n % 1000007n).toString(3) + BigInt.asUintN(8, 257n) + parseFloat('1.5e300')",
            "[3, 1, 2].sort((a, b) => a - b) + [1, [2]].flat() + Array.from('ab') + [1].includes(1)",
            "new Map([[1, 2]]).size + new Set([1]).size + new WeakMap([[{}, 1]]) + new WeakSet()",
            "new Uint8Array([1, 300]) + new DataView(new ArrayBuffer(8)).getFloat64(0)",
            "new Proxy({}, { get: (t, k) => k }).z + Reflect.ownKeys({ a: 1 }) + Symbol('s').toString()",
            "function* g() { yield* [1, 2]; } [...g()] + '' + g().return(5).value",
            "Promise.all([1]).then(x => x).finally(() => 1); Promise.reject(1).catch(x => x); 1",
            "(function () { return arguments.length; }).bind(null, 1)(2) + eval('1 + 1')",
            "new Function('a', 'return a')(1)",
            "var { a, b } = { a: 1, b: { c: 2 } }, s = ''; for (var k in b) s += k; for (k of [1]) s += k; s",
            "try { null.foo; } catch (e) { e.message + e.stack } finally { }",
            "try { eval('var 1x'); } catch (e) { e.name }",
            "switch (3) { case 1: break; default: } `t${1}` + Object.entries({ a: 1 }) + isNaN('x')",
            "encodeURIComponent('\\u20ac') + escape('\\u20ac') + Math.max(1, 2) + 'x'.padEnd(3)",
            "Object.defineProperty({}, 'p', { get() { return 1; } }).p + Object.freeze([1])",
            "Object.getOwnPropertyDescriptor({ get x() { return 1; } }, 'x').get.name",
            "with ({ w: 1 }) w",
            "globalThis.undefinedName === undefined");

    /** What needs data of the JDK that are not loaded beforehand. */
    private static final List<String> LOCAL =
        List.of("'b'.localeCompare('a')", "new Date().toLocaleString() + new Date()");

    private BuiltIns() {}

    public static void main(String[] args) {
      for (boolean interpreted : new boolean[] {false, true}) {
        evaluate("1", interpreted);
        System.out.println("started at " + Started.AT);
        ALL.forEach(builtIn -> System.out.println(evaluate(builtIn, interpreted)));
        LOCAL.forEach(builtIn -> System.out.println(evaluate(builtIn, interpreted)));
      }
    }

    @SuppressWarnings("deprecation")
    static String evaluate(String source, boolean interpreted) {
      Context cx = Context.enter();
      try {
        cx.setLanguageVersion(Context.VERSION_ES6);
        cx.setOptimizationLevel(interpreted ? -1 : 0);
        Scriptable scope = cx.initStandardObjects();
        return Context.toString(cx.evaluateString(scope, source, "built-in.js", 1, null));
      } catch (RhinoException failure) {
        return failure.getClass().getSimpleName() + ": " + failure.getMessage();
      } finally {
        Context.exit();
      }
    }
  }

  /** Uses one of everything first where the stack ends, and then where it does not. */
  static final class DeepEnd {
    private DeepEnd() {}

    public static void main(String[] args) {
      int stopped = 0;
      for (String builtIn : BuiltIns.ALL) {
        String attack =
            "function f() { try { f(); } finally { (function () { " + builtIn + " })(); } } f();";
        String end = BuiltIns.evaluate(attack, false);
        stopped += end.contains("the stack of its thread was full") ? 1 : 0;
      }
      System.out.println(stopped + " of " + BuiltIns.ALL.size() + " stopped");
      for (String builtIn : BuiltIns.ALL) {
        String result = BuiltIns.evaluate(builtIn, false);
        System.out.println((result.contains("Exception") ? "broken: " : "works: ") + result);
      }
    }
  }
}
