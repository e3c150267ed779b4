package dev.tachograph.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.bench.paired.Mode;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeterminismTest {
  private static final Counted FIRST = counted("JVM 1", Mode.COMPILED, Phase.FIRST_RUN, 7, 100);

  @Test
  void timesMayDiffer() {
    Usage slow = Usage.of(resource -> resource == Resource.CPU_TIME ? 5 : 0);
    Usage quick = Usage.of(resource -> resource == Resource.CPU_TIME ? 4 : 0);
    assertThat(
            new Determinism(
                    List.of(
                        new Counted("JVM 1", "fib", Mode.COMPILED, Phase.FIRST_RUN, slow),
                        new Counted("JVM 2", "fib", Mode.COMPILED, Phase.FIRST_RUN, quick)))
                .differing())
        .isEmpty();
  }

  @Test
  void countersThatDifferBetweenJvmsAreNamed() {
    Determinism all =
        new Determinism(
            List.of(FIRST, FIRST, counted("JVM 2", Mode.COMPILED, Phase.FIRST_RUN, 7, 101)));
    assertThat(all.differing()).containsExactly(Resource.NATIVE_STEPS);
    assertThat(Determinism.words(all.differing())).isEqualTo("nativeSteps");
    assertThat(all.differences()).containsExactly("compiled first-run nativeSteps 100 to 101");
    assertThat(all.jvms()).containsExactly("JVM 1", "JVM 2");
    assertThat(all.evaluations()).isEqualTo(3);
    assertThat(all.of("other").differing()).isEmpty();
  }

  @Test
  void modesAndRunsAreComparedApart() {
    Determinism all =
        new Determinism(
            List.of(
                FIRST,
                counted("JVM 1", Mode.INTERPRETED, Phase.FIRST_RUN, 7, 120),
                counted("JVM 1", Mode.COMPILED, Phase.LATER_RUN, 6, 100),
                counted("JVM 1", Mode.INTERPRETED, Phase.LATER_RUN, 6, 120)));
    assertThat(all.differing()).isEmpty();
    assertThat(all.differingByMode()).containsExactly(Resource.NATIVE_STEPS);
    assertThat(all.differingByRun()).containsExactly(Resource.ITERATIONS);
    assertThat(all.of(Mode.COMPILED).evaluations()).isEqualTo(2);
  }

  @Test
  void theFirstLoadIsNotComparedWithLaterOnes() {
    Determinism all =
        new Determinism(
            List.of(
                counted("JVM 1", Mode.COMPILED, Phase.FIRST_LOAD, 7, 101),
                counted("JVM 1", Mode.COMPILED, Phase.LATER_LOAD, 7, 100),
                counted("JVM 2", Mode.COMPILED, Phase.FIRST_LOAD, 7, 101)));
    assertThat(all.differing()).isEmpty();
    assertThat(all.differingByLoad()).containsExactly(Resource.NATIVE_STEPS);
    assertThat(all.differingByRun()).isEmpty();
  }

  @Test
  void linesKeepAllCounters() {
    String line = Counted.toLine("fib", Phase.FIRST_RUN, FIRST.usage());
    assertThat(Counted.parse("JVM 1", Mode.COMPILED, line).differsFrom(FIRST)).isEmpty();
  }

  @Test
  void theClockOfTheThreadDoesNotGoBack() {
    for (ThreadCpu clock : List.of(ThreadCpu.best(), ThreadCpu.JVM)) {
      long before = clock.nanos();
      assertThat(clock.nanos()).as(clock.source()).isGreaterThanOrEqualTo(before);
    }
  }

  private static Counted counted(
      String jvm, Mode mode, Phase phase, long iterations, long nativeSteps) {
    return new Counted(
        jvm,
        "fib",
        mode,
        phase,
        Usage.of(
            resource ->
                switch (resource) {
                  case ITERATIONS -> iterations;
                  case NATIVE_STEPS -> nativeSteps;
                  default -> 0;
                }));
  }
}
