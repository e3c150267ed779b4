package dev.tachograph.bench.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptBenchmarkTest {
  @ParameterizedTest
  @CsvSource({"plain,compiled", "plain,interpreted", "observer,compiled", "observer,interpreted"})
  void everythingRunsToItsEnd(String variant, String mode) throws ReflectiveOperationException {
    for (String loop : List.of("round", "call", "object", "property")) {
      assertThat(run(copy(loop, variant, mode))).as(loop).isEqualTo("100000");
    }
    assertThat(run(copy("evaluation", variant, mode))).isEqualTo("done");
  }

  @Test
  void unknownOnesAreRefused() {
    assertThatThrownBy(() -> run(copy("round", "free", "compiled")))
        .hasMessageContaining("metering");
    assertThatThrownBy(() -> run(copy("break", "plain", "compiled")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("break");
  }

  private static String run(ScriptBenchmark.Copy copy) throws ReflectiveOperationException {
    copy.load();
    return new ScriptBenchmark().run(copy);
  }

  private static ScriptBenchmark.Copy copy(String what, String variant, String mode) {
    ScriptBenchmark.Copy copy = new ScriptBenchmark.Copy();
    copy.what = what;
    copy.variant = variant;
    copy.mode = mode;
    return copy;
  }
}
