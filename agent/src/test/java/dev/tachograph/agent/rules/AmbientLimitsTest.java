package dev.tachograph.agent.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.meter.Limits;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmbientLimitsTest {
  private static final Limits GENERAL =
      Limits.parse(
          "limit.iterations=100,limit.cpuTime=1s,total.hostCalls=50,refill.hostCalls=50/1m");

  private static AmbientLimits limits(String... lines) {
    return AmbientLimits.of(
        GENERAL, ConfigFile.parse(Path.of("rules.properties"), String.join("\n", lines)));
  }

  @Test
  void accountsHaveTheGeneralLimitsWhereTheyHaveNoOthers() {
    AmbientLimits limits =
        limits(
            "account.plugins.limit.iterations = 1_000",
            "account.plugins.total.cpuTime = 10m",
            "account.plugins.limit.cpuTime = unlimited");
    assertThat(limits.size()).isEqualTo(1);
    assertThat(limits.apply("plugins"))
        .isEqualTo(
            Limits.parse(
                "limit.iterations=1000,total.cpuTime=10m,total.hostCalls=50,refill.hostCalls=50/1m"));
    assertThat(limits.apply("other")).isSameAs(GENERAL);
  }

  @Test
  void namesMayBePatternsAndHaveDots() {
    AmbientLimits limits =
        limits(
            "account.tenant-7.limit.iterations = 7",
            "account.tenant-*.limit.iterations = 1",
            "account.*.js.limit.iterations = 2",
            "account.a\\ b\\:c.limit.iterations = 3");
    assertThat(limits.apply("tenant-7").toString()).contains("limit.iterations=7,");
    assertThat(limits.apply("tenant-77").toString()).contains("limit.iterations=1,");
    assertThat(limits.apply("tenant-(other)").toString()).contains("limit.iterations=1,");
    assertThat(limits.apply("rules/vat.js").toString()).contains("limit.iterations=2,");
    assertThat(limits.apply("a b:c").toString()).contains("limit.iterations=3,");
  }

  @Test
  void aSmallerTotalNeedsNoSmallerLimit() {
    assertThat(limits("account.a.total.iterations = 10").apply("a").toString())
        .contains("limit.iterations=100", "total.iterations=10");
  }

  @Test
  void whatIsNotLimitedDoesNotRefill() {
    Limits unlimited = limits("account.a.total.hostCalls = unlimited").apply("a");
    assertThat(unlimited.refills()).isEmpty();
    Limits larger = limits("account.a.total.hostCalls = 500").apply("a");
    assertThat(larger.refills()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "account.a.iterations=1 | line 1: unknown key 'account.a.iterations': expected account.NAME",
        "account.limit.iterations=1 | unknown key 'account.limit.iterations'",
        "account..limit.iterations=1 | unknown key",
        "account.a.limit.loops=1 | line 1: account.a.limit.loops=1: unknown resource 'loops'",
        "account.a.limit.iterations=x | limit.iterations=x: expected a whole number",
        "account.a.limit.evaluations=5 | limit the account with total.evaluations instead",
        "account.a.limit.hostCalls=51 | contradicts total.hostCalls=50",
        "account.a.limit.fuel=5;account.a.total.fuel=4 | limit.fuel=5 contradicts total.fuel=4",
        "account.a.refill.fuel=1/1s | refill.fuel=1/1s refills nothing: set total.fuel too",
        "account.a.limit.memoryBytes=1;account.a.limit.allocatedBytes=1 | line 2: ",
        "account.a*.limit.fuel=1;account.ab.limit.fuel=2 | line 2: account.ab.limit.fuel is never used",
        "account.a*.limit.fuel=1;account.ab*.limit.fuel=2 | because account.a* above matches 'ab*'",
      })
  void saysWhatIsWrong(String lines, String message) {
    assertThatThrownBy(() -> limits(lines.split(";")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("config=rules.properties, line ")
        .hasMessageContaining(message);
  }
}
