package dev.tachograph.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Apache JMeter takes its samples, and what its scripts use is counted exactly. */
class JMeterIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  /** What a run left behind; samples are label and success, with their number and message. */
  private record Run(Map<String, Long> samples, AgentReport report, Child.Result process) {}

  @Test
  void samplesAreUnchangedAndCountsExact() throws Exception {
    Run first = run("first", "");
    Run second = run("second", "");

    assertThat(first.samples())
        .as(first.process().toString())
        .isEqualTo(
            Map.of(
                JMeter.FUNCTION_SAMPLE,
                (long) JMeter.SAMPLES,
                JMeter.SAMPLER_SAMPLE,
                (long) JMeter.SAMPLES));
    assertThat(second.samples()).isEqualTo(first.samples());

    Map<String, AgentReport.Counts> scripts = first.report().scripts();
    assertThat(scripts).containsOnlyKeys(JMeter.COMMAND, JMeter.SAMPLER);
    assertThat(scripts.get(JMeter.SAMPLER)).isEqualTo(JMeter.SAMPLED);
    AgentReport.Counts commands = scripts.get(JMeter.COMMAND);
    assertThat(commands.evaluations()).isEqualTo(2 * JMeter.SAMPLES);
    assertThat(commands.iterations())
        .isEqualTo((long) JMeter.SAMPLES * (JMeter.CONDITION_ROUNDS + JMeter.FUNCTION_ROUNDS));
    // The condition's function, and the comparator as often as Rhino's sort calls it.
    assertThat(commands.functionCalls()).isGreaterThan(JMeter.SAMPLES);
    assertThat((commands.functionCalls() - JMeter.SAMPLES) % JMeter.SAMPLES).isZero();
    assertThat(second.report().scripts()).isEqualTo(scripts);
    assertThat(first.report().accounts()).isEqualTo(scripts);

    assertThat(first.report().refused()).isZero();
    assertThat(first.report().running()).isZero();
    assertThat(first.report().rhinoVersions()).contains("1.7.14");
  }

  @Test
  void limitFailsTheSamplesOfOneScriptAndNothingElse() throws Exception {
    int limit = JMeter.SAMPLER_ROUNDS / 2;
    Run run = run("limited", ",limit.iterations=" + limit);

    assertThat(run.samples()).as(run.process().toString()).hasSize(2);
    assertThat(run.samples()).containsEntry(JMeter.FUNCTION_SAMPLE, (long) JMeter.SAMPLES);
    assertThat(run.samples())
        .anySatisfy(
            (sample, count) -> {
              assertThat(sample).startsWith("jsr223 false ").contains("iterations");
              assertThat(count).isEqualTo(JMeter.SAMPLES);
            });
    assertThat(run.process().out()).contains("... end of run");
    Map<String, AgentReport.Counts> scripts = run.report().scripts();
    assertThat(scripts.get(JMeter.SAMPLER))
        .isEqualTo(new AgentReport.Counts((long) JMeter.SAMPLES * (limit + 1), 0, JMeter.SAMPLES));
    assertThat(scripts.get(JMeter.COMMAND).iterations())
        .isEqualTo((long) JMeter.SAMPLES * (JMeter.CONDITION_ROUNDS + JMeter.FUNCTION_ROUNDS));
    assertThat(run.report().running()).isZero();
  }

  private static Run run(String name, String options) throws Exception {
    Path work = Checkout.target("jmeter/" + name);
    Path report = work.resolve("report.json");
    Files.deleteIfExists(report);
    List<String> command =
        Child.javaWithAgent(
            "report=" + report + options, JMeter.flags(work).toArray(String[]::new));
    command.addAll(JMeter.program());
    Child.Result process = Child.start(work, "console", command).await(LIMIT);
    assertThat(process.exit()).as(process.toString()).isZero();
    return new Run(JMeter.samples(work), AgentReport.read(report), process);
  }
}
