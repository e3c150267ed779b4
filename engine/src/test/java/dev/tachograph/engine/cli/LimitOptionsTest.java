package dev.tachograph.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.meter.Limits;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class LimitOptionsTest {
  private static final String DEFAULTS =
      "limit.allocatedBytes=256m,limit.stackDepth=1000,limit.stackBytes=48m,limit.cpuTime=5s,"
          + "limit.wallTime=8s";

  private static Limits limits(String... args) {
    CommandSpec command = CommandSpec.create();
    LimitOptions options = new LimitOptions(command);
    new CommandLine(command).parseArgs(args);
    return options.limits();
  }

  @Test
  void defaultsMakeAnUnknownScriptSafe() {
    assertThat(limits()).hasToString(DEFAULTS);
  }

  @Test
  void whatIsGivenWins() {
    assertThat(
            limits(
                "--max-memory=1g",
                "--cpu=250ms",
                "--wall",
                "1m",
                "--max-stack-depth=50",
                "--max-native-steps=1_000",
                "--total-cpu-time=2s"))
        .hasToString(
            "limit.allocatedBytes=1g,limit.nativeSteps=1000,limit.stackDepth=50,"
                + "limit.stackBytes=48m,limit.cpuTime=250ms,limit.wallTime=1m,total.cpuTime=2s");
  }

  @Test
  void unlimitedLiftsADefault() {
    assertThat(
            limits(
                "--max-allocated-bytes=unlimited",
                "--max-cpu-time=unlimited",
                "--max-wall-time=unlimited",
                "--max-stack-depth=unlimited",
                "--max-stack-bytes=unlimited"))
        .isEqualTo(Limits.unlimited());
  }

  @Test
  void aDefaultGivesWayToASmallerTotal() {
    assertThat(limits("--total-allocated-bytes=1m"))
        .hasToString(DEFAULTS.replace("256m", "1m") + ",total.allocatedBytes=1m");
  }

  @Test
  void aliasesOfOneLimitContradictEachOther() {
    assertThatThrownBy(() -> limits("--max-memory=1m", "--max-allocated-bytes=2m"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--max-allocated-bytes is given 2 times, as 1m and 2m: give it once");
    assertThatThrownBy(() -> limits("--cpu=1s", "--max-cpu-time=1s"))
        .hasMessage("--max-cpu-time is given 2 times, as 1s and 1s: give it once");
  }

  @Test
  void helpNamesAliasesLabelsAndDefaults() {
    CommandSpec command = CommandSpec.create();
    LimitOptions options = new LimitOptions(command);

    String help = new CommandLine(command).getUsageMessage(CommandLine.Help.Ansi.OFF);

    assertThat(options).isNotNull();
    assertThat(help.replaceAll("\\s+", " "))
        .contains("--cpu, --max-cpu-time=DURATION")
        .contains("--wall, --max-wall-time=DURATION")
        .contains("--max-memory, --max-allocated-bytes=SIZE")
        .contains("--total-iterations=N")
        .contains("cpuTime (default: 5s)")
        .contains("wallTime (default: 8s)")
        .contains("stackDepth (default: 1000)")
        .contains("stackBytes (default: 48m)")
        .contains("--max-allocation-at-once=SIZE")
        .contains("allocatedBytes (default: 256m)")
        .contains("iterations (default: no limit)")
        .doesNotContain("--total-stack-depth");
  }
}
