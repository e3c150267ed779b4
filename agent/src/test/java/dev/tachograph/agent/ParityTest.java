package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.meter.EvaluationListener;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hand-written programs count exactly what the counting rules say, compiled and interpreted. */
class ParityTest {
  private static final List<String> TOPICS =
      List.of(
          "loops",
          "exceptions",
          "generators",
          "calls",
          "iteration",
          "jobs",
          "evaluated",
          "integers");
  private static final Pattern PROGRAM =
      Pattern.compile("//=== (.+?) \\| (\\d+) iterations, (\\d+) calls \\| (.*)\n");

  private static final List<Resource> SAME_IN_EVERY_MODE =
      List.of(
          Resource.ITERATIONS,
          Resource.FUNCTION_CALLS,
          Resource.ALLOCATED_BYTES,
          Resource.ALLOCATION_AT_ONCE,
          Resource.SOURCE_CHARS,
          Resource.STACK_DEPTH,
          Resource.EVALUATIONS);

  record Program(String name, String source, long iterations, long calls, String result) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Program> programs() throws IOException {
    List<Program> programs = new ArrayList<>();
    for (String topic : TOPICS) {
      String text = read("/parity/" + topic + ".js");
      Matcher header = PROGRAM.matcher(text);
      int end = 0;
      while (header.find(end)) {
        end = header.end();
        int next = text.indexOf("//===", end);
        programs.add(
            new Program(
                topic + ": " + header.group(1),
                text.substring(end, next < 0 ? text.length() : next),
                Long.parseLong(header.group(2)),
                Long.parseLong(header.group(3)),
                header.group(4).strip()));
      }
    }
    return programs.stream();
  }

  private static String read(String resource) throws IOException {
    try (InputStream in = ParityTest.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void compiled(Program program) {
    check(program, false);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void interpreted(Program program) {
    check(program, true);
  }

  @ParameterizedTest
  @MethodSource("programs")
  void bothModesAreChargedTheSame(Program program) {
    // What Rhino sets up once for a JVM is charged to whoever comes first.
    Counted.run(program.name(), program.source(), false);
    Counted.run(program.name(), program.source(), true);

    Counted compiled = Counted.run(program.name(), program.source(), false);
    Counted interpreted = Counted.run(program.name(), program.source(), true);

    assertThat(interpreted.counts()).isEqualTo(compiled.counts());
    assertThat(compiled.usage().get(Resource.ALLOCATED_BYTES)).isPositive();
    assertThat(compiled.usage().get(Resource.STACK_DEPTH)).isPositive();
  }

  private static void check(Program program, boolean interpreted) {
    Counted counted = Counted.run(program.name(), program.source(), interpreted);
    assertThat(counted.result()).isEqualTo(program.result());
    assertThat(counted.usage().get(Resource.ITERATIONS))
        .as("iterations")
        .isEqualTo(program.iterations());
    assertThat(counted.usage().get(Resource.FUNCTION_CALLS)).as("calls").isEqualTo(program.calls());
  }

  /** What a script returned and used, all its evaluations together. */
  record Counted(String result, Usage usage) {
    /** What must be the same in every mode: what is counted, and does not depend on the mode. */
    Map<Resource, Long> counts() {
      Map<Resource, Long> counts = new EnumMap<>(Resource.class);
      for (Resource resource : SAME_IN_EVERY_MODE) {
        counts.put(resource, usage.get(resource));
      }
      return counts;
    }

    static Counted run(String name, String source, boolean interpreted) {
      return of(() -> ScriptRun.run(name, source, interpreted));
    }

    /** What this thread's evaluations use until the script has returned. */
    static Counted of(Supplier<String> script) {
      Usage[] total = {Usage.none()};
      Thread self = Thread.currentThread();
      EvaluationListener listener =
          new EvaluationListener() {
            @Override
            public void ended(EvaluationRecord evaluation) {
              if (Thread.currentThread() == self) {
                total[0] = total[0].plus(evaluation.usage());
              }
            }
          };
      WovenJvm.ledger().addListener(listener);
      try {
        return new Counted(script.get(), total[0]);
      } finally {
        WovenJvm.ledger().removeListener(listener);
      }
    }
  }
}
