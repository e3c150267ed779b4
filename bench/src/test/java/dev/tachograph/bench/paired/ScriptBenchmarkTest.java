package dev.tachograph.bench.paired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptBenchmarkTest {
  private final ScriptBenchmark benchmark = new ScriptBenchmark();

  @ParameterizedTest
  @CsvSource({"plain,compiled", "plain,interpreted", "observer,compiled", "observer,interpreted"})
  void everyLoopRunsToItsEnd(String variant, String mode) throws ReflectiveOperationException {
    ScriptBenchmark.Copy copy = copy(variant, mode);
    copy.load();

    assertThat(benchmark.round(copy)).isEqualTo("100000");
    assertThat(benchmark.call(copy)).isEqualTo("100000");
    assertThat(benchmark.object(copy)).isEqualTo("100000");
    assertThat(benchmark.property(copy)).isEqualTo("100000");
    assertThat(benchmark.evaluation(copy)).isEqualTo("done");
  }

  @Test
  void saysWhichVariantsThereAre() {
    assertThatThrownBy(() -> copy("free", "compiled").load()).hasMessageContaining("metering");
  }

  private static ScriptBenchmark.Copy copy(String variant, String mode) {
    ScriptBenchmark.Copy copy = new ScriptBenchmark.Copy();
    copy.variant = variant;
    copy.mode = mode;
    return copy;
  }
}
