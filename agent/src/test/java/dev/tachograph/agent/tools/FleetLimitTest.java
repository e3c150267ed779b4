package dev.tachograph.agent.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.meter.Resource;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class FleetLimitTest {
  private final FleetLimit.Converter converter = new FleetLimit.Converter();

  @Test
  void accountsMayHaveAnyName() {
    assertThat(converter.convert("tenant-7:iterations=1_000"))
        .isEqualTo(new FleetLimit("tenant-7", Resource.ITERATIONS, 1000));
    assertThat(converter.convert("C:/a=b:c.js:memoryBytes=2k"))
        .isEqualTo(new FleetLimit("C:/a=b:c.js", Resource.ALLOCATED_BYTES, 2048));
    assertThat(converter.convert("a:cpuTime=unlimited"))
        .isEqualTo(new FleetLimit("a", Resource.CPU_TIME, Long.MAX_VALUE));
  }

  @Test
  void whatIsWrongIsNamed() {
    for (String wrong : new String[] {"iterations=5", ":iterations=5", "a:iterations", "a"}) {
      assertThatThrownBy(() -> converter.convert(wrong))
          .isInstanceOf(TypeConversionException.class)
          .hasMessage(
              "'%s' is no limit: expected ACCOUNT:RESOURCE=N, as tenant-7:iterations=1_000_000",
              wrong);
    }
    assertThatThrownBy(() -> converter.convert("a:wheels=4"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("wheels");
    assertThatThrownBy(() -> converter.convert("a:iterations=many"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("many");
    assertThatThrownBy(() -> converter.convert("a:concurrentOperations=4"))
        .isInstanceOf(TypeConversionException.class)
        .hasMessageContaining("is no sum");
  }
}
