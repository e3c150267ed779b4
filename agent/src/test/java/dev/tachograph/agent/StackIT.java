package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No script fills a stack of 512 KB, the size that is assumed, whichever way down it takes: the
 * estimate of bytes reaches its limit before. The JVM keeps some 100 KB of it for itself.
 */
class StackIT {
  private static final String KILOBYTES = "512";

  static Stream<Path> jdks() {
    return ForkedJvm.jdks().stream();
  }

  private static List<String> ends(ForkedJvm jvm, String group) {
    // So deep that every way down is stopped by the estimate of bytes, but for the interpreter's
    // frames, which are on the heap.
    String output =
        jvm.withAgent("limit.stackDepth=5000,limit.cpuTime=10s")
            .withMain(StackShapes.class, KILOBYTES, group)
            .run()
            .succeeded()
            .stdout();
    assertThat(output).contains("ended: ");
    return output.lines().toList();
  }

  private static void assertNoneFull(List<String> ends) {
    assertThat(ends).filteredOn(end -> end.contains("stopped: stackBytes used")).isNotEmpty();
    assertThat(ends)
        .filteredOn(end -> end.contains("was full") || end.contains("StackOverflowError"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"callbacks", "conversions", "data", "chains", "source", "patterns"})
  void noneFillsTheStack(String group) {
    assertNoneFull(ends(ForkedJvm.java(ForkedJvm.jdks().get(0)), group));
  }

  /** The JVM's interpreter makes the largest frames. */
  @ParameterizedTest
  @ValueSource(strings = {"callbacks", "conversions", "patterns"})
  void noneFillsTheStackWhereNothingIsCompiled(String group) {
    assertNoneFull(ends(ForkedJvm.java(ForkedJvm.jdks().get(0)).with("-Xint"), group));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void noConversionFillsTheStackOfAnyJvm(Path jdk) {
    assertNoneFull(ends(ForkedJvm.java(jdk), "conversions"));
  }

  @Test
  void withoutLimitsTheShapesFillIt() {
    String output =
        ForkedJvm.java(ForkedJvm.jdks().get(0))
            .withAgent("limit.cpuTime=10s")
            .withMain(StackShapes.class, KILOBYTES, "patterns")
            .run()
            .succeeded()
            .stdout();
    assertThat(output).contains("the stack of its thread was full");
  }
}
