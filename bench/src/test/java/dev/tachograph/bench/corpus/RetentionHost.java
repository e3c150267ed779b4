package dev.tachograph.bench.corpus;

import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ScriptableObject;

/**
 * Lets scripts keep all that they can get for a fixed charge, and prints what the heap then holds.
 *
 * <p>Arguments: the mode, a file with one statement on each line, which is repeated, and a folder
 * of whole scripts. Output, separated by tabs: retained bytes, charged bytes, what ended it, its
 * name.
 */
final class RetentionHost {
  private static final long CHARGE = 8 << 20;
  private static final long PATIENCE_NANOS = 20_000_000_000L;
  private static final String PRELUDE =
      "var keep = [], kept = 0; function hold(x) { keep[kept++] = x; }";

  private RetentionHost() {}

  /** Runs all of them, one after the other. */
  public static void main(String[] arguments) throws Exception {
    boolean interpreted = arguments[0].equals("i");
    Map<String, String> scripts = new TreeMap<>();
    for (String statement : Files.readAllLines(Path.of(arguments[1]))) {
      scripts.put(statement, "(function () { for (var i = 0; ; i++) { " + statement + " } })()");
    }
    for (Path file : files(Path.of(arguments[2]))) {
      scripts.put(String.valueOf(file.getFileName()), Files.readString(file));
    }
    new HostFactory(interpreted)
        .call(
            cx -> {
              scripts.forEach((name, source) -> System.out.println(measure(cx, name, source)));
              return null;
            });
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return new ArrayList<>(files.sorted().toList());
    }
  }

  private static String measure(Context cx, String name, String source) {
    heap(); // what the one before has kept takes two turns to go
    ScriptableObject scope = cx.initStandardObjects();
    cx.evaluateString(scope, PRELUDE, "prelude.js", 1, null);
    ResourceTracker account = Metering.tracker(name);
    account.setLimits(
        Limits.builder()
            .perEvaluation(Resource.ALLOCATED_BYTES, CHARGE)
            .perEvaluation(Resource.STACK_DEPTH, 1_000)
            .perEvaluation(Resource.CPU_TIME, PATIENCE_NANOS)
            .build());
    long before = heap();
    String end = "completed";
    try {
      account.run(() -> cx.evaluateString(scope, source, "keeps.js", 1, null));
    } catch (LimitExceededError stopped) {
      end = stopped.breach().resource().key();
    } catch (Exception failed) {
      end = failed.toString();
    }
    long retained = heap() - before;
    long charged = account.usage().get(Resource.ALLOCATED_BYTES);
    // The scope is mentioned here so that it is alive until now.
    return scope.has("keep", scope) ? "%d\t%d\t%s\t%s".formatted(retained, charged, end, name) : "";
  }

  /** What is reachable, the soft way included. */
  private static long heap() {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }
}
