package dev.tachograph.bench.accuracy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tachograph.bench.BenchAgent;
import dev.tachograph.bench.paired.BenchProgram;
import dev.tachograph.bench.paired.Mode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.mozilla.javascript.Context;

/** One JVM of the comparison: runs programs in one mode, in an order of its own. */
final class AccuracyChild {
  /** What a line begins with that holds the version of Java. */
  static final String JAVA = "java ";

  /** Where the CPU time of threads is from. */
  static final String CLOCK = "clock ";

  /** A {@link Counted}. */
  static final String COUNTED = "counted ";

  /** A {@link Spent}. */
  static final String SPENT = "spent ";

  /** A {@link Keeper.Kept}. */
  static final String KEPT = "kept ";

  private static final int RUNS = 3;

  private AccuracyChild() {}

  /**
   * Takes the mode, the programs, a number that decides their order, how many scopes of each are
   * counted, how many milliseconds of CPU are compared (0: nothing but counts), and which part of
   * the statements that keep things is tried (0: none; n: every n-th).
   */
  public static void main(String[] args) throws Exception {
    BenchAgent.startTachograph(null, "account=script");
    Mode mode = Mode.valueOf(args[0]);
    List<BenchProgram> programs =
        new ArrayList<>(Arrays.stream(args[1].split(",")).map(BenchProgram::named).toList());
    Collections.shuffle(programs, new Random(Long.parseLong(args[2])));
    print(JAVA, Runtime.version().toString());
    for (int i = 0; i < Integer.parseInt(args[3]); i++) {
      for (BenchProgram program : programs) {
        MeteredProgram.of(program, mode)
            .count(
                i == 0,
                RUNS,
                (phase, usage) -> print(COUNTED, Counted.toLine(program.name(), phase, usage)));
      }
    }
    int millis = Integer.parseInt(args[4]);
    if (millis > 0) {
      spend(programs, mode, TimeUnit.MILLISECONDS.toNanos(millis));
    }
    keep(mode, Integer.parseInt(args[5]));
  }

  private static void spend(List<BenchProgram> programs, Mode mode, long cpuNanos)
      throws Exception {
    ThreadCpu clock = ThreadCpu.best();
    print(CLOCK, clock.source());
    MeteredProgram.Held empty = MeteredProgram.empty(mode).hold();
    for (BenchProgram program : programs) {
      MeteredProgram metered = MeteredProgram.of(program, mode);
      MeteredProgram.Held held = metered.hold().minus(empty);
      print(SPENT, metered.spend(program.name(), cpuNanos, clock, held).toLine());
    }
  }

  private static void keep(Mode mode, int part) throws IOException {
    if (part == 0) {
      return;
    }
    List<String> statements = statements();
    try (Context cx = Context.enter()) {
      cx.setLanguageVersion(Context.VERSION_ES6);
      cx.setInterpretedMode(mode == Mode.INTERPRETED);
      for (int i = 0; i < statements.size(); i += part) {
        String statement = statements.get(i);
        print(KEPT, Keeper.measure(cx, statement, Keeper.repeated(statement)).toLine());
      }
    }
  }

  private static List<String> statements() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            AccuracyChild.class.getResourceAsStream("/retention/statements.js"),
            "the benchmark's jar lacks retention/statements.js")) {
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    }
  }

  private static void print(String kind, String line) {
    System.out.println(kind + line);
  }
}
