package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;

/** An agent that counts only some resources counts them as one does that counts everything. */
class OnlyIT {
  private static final Map<String, Set<String>> RESOURCES =
      Map.of(
          "iterations", Set.of("iterations"),
          "functionCalls", Set.of("functionCalls"),
          "allocatedBytes", Set.of("allocatedBytes", "allocationAtOnce"),
          "nativeSteps", Set.of("nativeSteps"),
          "stack", Set.of("stackDepth", "stackBytes"));

  private static final Set<String> ALWAYS = Set.of("sourceChars", "evaluations");

  /** Loops, calls, allocations, loops of Rhino itself, recursion, and ways back into scripts. */
  private static final String PROGRAM =
      """
      var list = [], text = "", nested = [], sum = 0;
      for (var i = 0; i < 500; i++) { list.push((i * 7919) % 501); text += "abc" + i; }
      list.sort(function (a, b) { return a - b; });
      sum += list.map(String).join("+").indexOf("no such thing") + text.replace(/[b-c]+/g, "").length;
      for (var j = 0; j < 40; j++) nested = [nested];
      sum += JSON.stringify(nested).length + "x".repeat(5000).split("").reverse().length;
      function deep(n) { return n == 0 ? 0 : 1 + deep(n - 1); }
      sum += deep(60) + [3, 2, 1].map(function (n) { return deep(n * 20); }).length;
      function* count() { for (var k = 0; k < 5; k++) yield k; }
      for (var each of count()) sum += each;
      sum += eval("var e = 0; do { e++; } while (e < 30); e") + (2n ** 4000n).toString().length;
      var proxy = new Proxy({}, { get: function (o, name) { return name.length; } });
      try { sum += proxy.seven + "7".concat(new Date(0).getTime()).length; } finally { sum += deep(5); }
      sum
      """;

  /**
   * A generator ends with an exception. What that costs by the depth of the stack is not known
   * where the stack is not counted, nor by the calls since the last one where calls are not: here,
   * 4 frames of 64 bytes, and 4 calls of 1,000.
   */
  private static final long FRAMES_AT_END_OF_GENERATOR = 4 * 64;

  private static final long CALLS_AT_END_OF_GENERATOR = 4 * 1000;

  @TempDir Path folder;

  /** What the scripts of a JVM used, by name and resource; and what the report says is counted. */
  private record Counted(Map<String, Map<String, Long>> usage, String report) {}

  private Counted run(String options) throws IOException {
    Path report = folder.resolve("report.json");
    ForkedJvm.Result result =
        ForkedJvm.java(ForkedJvm.jdks().get(0))
            .withAgent("report=" + report + options)
            .withMain(BothModes.class, PROGRAM)
            .run()
            .succeeded();
    assertThat(result.stdout().lines().distinct()).hasSize(1);
    String json = Files.readString(report);
    Map<String, Map<String, Long>> usage = new TreeMap<>();
    for (String mode : List.of("compiled.js", "interpreted.js")) {
      String object = json.substring(json.indexOf("\"name\": \"" + mode + "\""));
      Matcher entry =
          Pattern.compile("\"(\\w+)\": (\\d+)").matcher(object.substring(0, object.indexOf('}')));
      Map<String, Long> counts = new TreeMap<>();
      while (entry.find()) {
        counts.put(entry.group(1), Long.parseLong(entry.group(2)));
      }
      usage.put(mode, counts);
    }
    return new Counted(usage, json);
  }

  @Test
  void eachResourceIsCountedByItselfAsTogether() throws IOException {
    Counted full = run("");
    assertThat(full.report()).doesNotContain("\"only\"");
    for (List<String> only :
        List.of(
            List.of("iterations"),
            List.of("functionCalls"),
            List.of("allocatedBytes"),
            List.of("nativeSteps"),
            List.of("stack"),
            List.of("allocatedBytes", "stack"),
            List.of("functionCalls", "allocatedBytes"),
            List.of("functionCalls", "allocatedBytes", "stack"),
            List.of("nativeSteps", "stack"))) {
      Counted counted = run(",only=" + String.join("+", only));
      assertThat(counted.report()).containsPattern("\"only\": \\[\\s*\"" + only.get(0));
      full.usage().forEach((mode, all) -> check(only, mode, all, counted.usage().get(mode)));
    }
  }

  private static void check(
      List<String> only, String mode, Map<String, Long> full, Map<String, Long> counted) {
    RESOURCES.forEach(
        (word, resources) -> {
          for (String resource : resources) {
            long all = full.get(resource);
            if (resource.equals("allocatedBytes")) {
              boolean frames = only.contains("stack");
              boolean calls = frames && only.contains("functionCalls");
              all -= frames ? 0 : FRAMES_AT_END_OF_GENERATOR;
              all -= calls ? 0 : CALLS_AT_END_OF_GENERATOR;
            }
            assertThat(full.get(resource)).as(resource).isPositive();
            assertThat(counted.get(resource))
                .as("%s of %s with only=%s", resource, mode, only)
                .isEqualTo(only.contains(word) ? all : 0);
          }
        });
    ALWAYS.forEach(
        resource -> assertThat(counted.get(resource)).as(resource).isEqualTo(full.get(resource)));
  }

  @Test
  void limitsStopTheJvmWithAMessage() {
    ForkedJvm.Result result =
        ForkedJvm.java(ForkedJvm.jdks().get(0))
            .withAgent("only=iterations,limit.iterations=5")
            .withMain(ScriptHost.class, "a.js=1")
            .run();
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.stdout()).isEmpty();
    assertThat(result.stderr())
        .startsWith(
            "tachograph: limit.iterations=5 contradicts only=iterations, where nothing can be limited");
  }

  /** A program that evaluates a script in both modes, and prints what it evaluates to. */
  static final class BothModes {
    private BothModes() {}

    public static void main(String[] scripts) {
      for (String mode : List.of("compiled", "interpreted")) {
        ContextFactory factory = new ContextFactory();
        Context cx = factory.enterContext();
        try {
          cx.setLanguageVersion(Context.VERSION_ES6);
          cx.setInterpretedMode(mode.equals("interpreted"));
          Object value =
              cx.evaluateString(cx.initStandardObjects(), scripts[0], mode + ".js", 1, null);
          System.out.println(Context.toString(value));
        } finally {
          Context.exit();
        }
      }
    }
  }
}
