package dev.tachograph.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Apache JMeter 5.6.3, which brings Rhino 1.7.14, evaluates a condition, a function and a sampler
 * 200 times each on four threads.
 */
class JMeterIT {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int SAMPLES = 200;
  private static final int CONDITION_ROUNDS = 1_000;
  private static final int FUNCTION_ROUNDS = 2_000;
  private static final int SAMPLER_ROUNDS = 20_000;

  /** JMeter names the scripts of its conditions and functions, and the JSR-223 engine its own. */
  private static final String COMMAND = "<cmd>";

  private static final String SAMPLER = "eval";

  private static Path home;

  /** What a run left behind; samples are label and success, with their number and message. */
  private record Run(Map<String, Long> samples, AgentReport report, Child.Result process) {}

  @BeforeAll
  static void assemble() throws Exception {
    home = JMeterHome.get();
  }

  @Test
  void samplesAreUnchangedAndCountsExact() throws Exception {
    Run first = run("first", "");
    Run second = run("second", "");

    assertThat(first.samples())
        .as(first.process().toString())
        .isEqualTo(
            Map.of(
                "fn true 0-0-1-1-2-2-3-3-4-4/2000",
                (long) SAMPLES,
                "jsr223 true h=-1237055728",
                (long) SAMPLES));
    assertThat(second.samples()).isEqualTo(first.samples());

    Map<String, AgentReport.Counts> scripts = first.report().scripts();
    assertThat(scripts).containsOnlyKeys(COMMAND, SAMPLER);
    assertThat(scripts.get(SAMPLER))
        .isEqualTo(new AgentReport.Counts((long) SAMPLES * SAMPLER_ROUNDS, 0, SAMPLES));
    AgentReport.Counts commands = scripts.get(COMMAND);
    assertThat(commands.evaluations()).isEqualTo(2 * SAMPLES);
    assertThat(commands.iterations())
        .isEqualTo((long) SAMPLES * (CONDITION_ROUNDS + FUNCTION_ROUNDS));
    // The condition's function, and the comparator as often as Rhino's sort calls it.
    assertThat(commands.functionCalls()).isGreaterThan(SAMPLES);
    assertThat((commands.functionCalls() - SAMPLES) % SAMPLES).isZero();
    assertThat(second.report().scripts()).isEqualTo(scripts);
    assertThat(first.report().accounts()).isEqualTo(scripts);

    assertThat(first.report().refused()).isZero();
    assertThat(first.report().running()).isZero();
    assertThat(first.report().rhinoVersions()).contains("1.7.14");
  }

  @Test
  void limitFailsTheSamplesOfOneScriptAndNothingElse() throws Exception {
    int limit = SAMPLER_ROUNDS / 2;
    Run run = run("limited", ",limit.iterations=" + limit);

    assertThat(run.samples()).as(run.process().toString()).hasSize(2);
    assertThat(run.samples()).containsEntry("fn true 0-0-1-1-2-2-3-3-4-4/2000", (long) SAMPLES);
    assertThat(run.samples())
        .anySatisfy(
            (sample, count) -> {
              assertThat(sample).startsWith("jsr223 false ").contains("iterations");
              assertThat(count).isEqualTo(SAMPLES);
            });
    assertThat(run.process().out()).contains("... end of run");
    Map<String, AgentReport.Counts> scripts = run.report().scripts();
    assertThat(scripts.get(SAMPLER))
        .isEqualTo(new AgentReport.Counts((long) SAMPLES * (limit + 1), 0, SAMPLES));
    assertThat(scripts.get(COMMAND).iterations())
        .isEqualTo((long) SAMPLES * (CONDITION_ROUNDS + FUNCTION_ROUNDS));
    assertThat(run.report().running()).isZero();
  }

  private static Run run(String name, String options) throws Exception {
    Path work = Checkout.target("jmeter/" + name);
    for (String old : List.of("samples.csv", "report.json")) {
      Files.deleteIfExists(work.resolve(old));
    }
    Path report = work.resolve("report.json");
    List<String> command =
        Child.javaWithAgent(
            "report=" + report + options,
            "-Xmx512m",
            "-Djava.awt.headless=true",
            "-Djava.util.prefs.userRoot=" + work);
    command.addAll(List.of("-jar", home.resolve("bin/ApacheJMeter.jar").toString()));
    command.addAll(List.of("-n", "-t", Checkout.corpus("hosts/jmeter/plan.jmx").toString()));
    command.addAll(List.of("-l", "samples.csv", "-j", "jmeter-log.txt"));
    command.add("-Jjavascript.use_rhino=true");
    command.add("-Jjmeterengine.nongui.port=0");
    command.add("-Jjmeter.save.saveservice.output_format=csv");
    command.add("-Jjmeter.save.saveservice.print_field_names=true");
    command.add("-Jjmeter.save.saveservice.default_delimiter=\\t");
    command.add("-Jsummariser.interval=600");
    Child.Result process = Child.start(work, "console", command).await(LIMIT);
    assertThat(process.exit()).as(process.toString()).isZero();
    return new Run(samples(work.resolve("samples.csv")), AgentReport.read(report), process);
  }

  private static Map<String, Long> samples(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> columns = List.of(lines.get(0).split("\t", -1));
    int label = columns.indexOf("label");
    int message = columns.indexOf("responseMessage");
    int success = columns.indexOf("success");
    try (Stream<String> samples = lines.stream().skip(1)) {
      return samples
          .map(line -> line.split("\t", -1))
          .map(cells -> cells[label] + " " + cells[success] + " " + cells[message])
          .collect(Collectors.groupingBy(sample -> sample, TreeMap::new, Collectors.counting()));
    }
  }
}
