package dev.tachograph.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An application that embeds Rhino, in JVMs of its own, with our agent and without. */
final class Host {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final String name;
  private final List<String> launcher = new ArrayList<>();
  private final List<String> before = new ArrayList<>(Child.QUICK);
  private final List<String> after = new ArrayList<>();
  private final List<String> program = new ArrayList<>();
  private Pattern stable = Pattern.compile(".*");
  private String options = "";
  private @Nullable Path directory;
  private @Nullable String variable;

  private Host(String name, Path java) {
    this.name = name;
    launcher.add(java.toString());
  }

  /** What a run printed that is the same in each run, all that it left, and the agent's report. */
  record Run(List<String> output, Child.Result process, @Nullable AgentReport report) {
    /** The agent had nothing to say. */
    void assertQuiet() {
      assertThat(process.err()).doesNotContain("[tachograph ");
    }
  }

  /** One in a JVM of this JDK; the name is that of a folder for what it leaves. */
  static Host on(Path jdk, String name) {
    return new Host(name, jdk.resolve("bin/java"));
  }

  /** One that a program starts which takes the options of the JVM from a variable. */
  static Host startedBy(Path command, String variable, String name) {
    return new Host(name, command).optionsIn(variable);
  }

  /** Puts all options of the JVM into a variable of the environment. */
  Host optionsIn(String environment) {
    variable = environment;
    return this;
  }

  /** Options of the JVM; other agents among them are before ours. */
  Host flags(String... options) {
    before.addAll(List.of(options));
    return this;
  }

  /** Options of the JVM that come after our agent. */
  Host flagsBehind(String... options) {
    after.addAll(List.of(options));
    return this;
  }

  /** Options of our agent besides its report. */
  Host options(String more) {
    options = "," + more;
    return this;
  }

  /** The class path, the class, and its arguments. */
  Host program(String... arguments) {
    program.addAll(List.of(arguments));
    return this;
  }

  /** The lines of its output that are compared; all of them otherwise. */
  Host printing(String lines) {
    stable = Pattern.compile(lines);
    return this;
  }

  /** The working directory; one that can be written otherwise. */
  Host in(Path workingDirectory) {
    directory = workingDirectory;
    return this;
  }

  /** Runs it without our agent. */
  Run plain() throws IOException, InterruptedException {
    return run("plain", false);
  }

  /** Runs it with our agent. */
  Run metered(String run) throws IOException, InterruptedException {
    Run metered = run(run, true);
    metered.assertQuiet();
    return metered;
  }

  /**
   * Runs it without our agent and twice with it: the output must be the same, and the counts of
   * both reports. These are otherwise for the caller to look at, as is the output.
   */
  Run measure() throws IOException, InterruptedException {
    Run plain = plain();
    Run first = metered("first");
    Run second = metered("second");
    assertThat(plain.output()).as(plain.process().toString()).isNotEmpty();
    assertThat(first.output()).as(first.process().toString()).isEqualTo(plain.output());
    assertThat(second.output()).as(second.process().toString()).isEqualTo(plain.output());
    assertThat(second.report().exact()).isEqualTo(first.report().exact());
    assertThat(second.report().accounts()).isEqualTo(first.report().accounts());
    return first;
  }

  private Run run(String run, boolean metered) throws IOException, InterruptedException {
    ProcessBuilder builder = builder(run, metered);
    return ended(run, Child.start(folder(run), "console", builder).await(LIMIT), metered);
  }

  /** Starts it, for somebody who talks with it, and says then how it has {@link #ended}. */
  HeldProcess hold(String run, boolean metered) throws IOException {
    return HeldProcess.start(folder(run), "console", builder(run, metered), LIMIT);
  }

  /** Where a run leaves what it makes. */
  Path folder(String run) throws IOException {
    return Checkout.target("hosts/" + name + "/" + run);
  }

  /** The options of our agent in a run. */
  String agentOptions(String run) throws IOException {
    return "report=" + report(run) + options;
  }

  private Path report(String run) throws IOException {
    return folder(run).resolve("report.json");
  }

  private ProcessBuilder builder(String run, boolean metered) throws IOException {
    Files.deleteIfExists(report(run));
    List<String> flags = new ArrayList<>(before);
    if (metered) {
      flags.add("-javaagent:" + Checkout.agent() + "=" + agentOptions(run));
    }
    flags.addAll(after);
    List<String> command = new ArrayList<>(launcher);
    if (variable == null) {
      command.addAll(flags);
    }
    command.addAll(program);
    ProcessBuilder builder = Child.builder(directory == null ? folder(run) : directory, command);
    if (variable != null) {
      builder.environment().put(variable, String.join(" ", flags));
    }
    return builder;
  }

  /** What a run left, which has to have succeeded. */
  Run ended(String run, Child.Result process, boolean metered) throws IOException {
    assertThat(process.exit()).as(process.toString()).isZero();
    List<String> output = process.out().lines().filter(stable.asMatchPredicate()).toList();
    if (!metered) {
      return new Run(output, process, null);
    }
    AgentReport counts = AgentReport.read(report(run));
    assertThat(counts.refused()).isZero();
    assertThat(counts.running()).isZero();
    return new Run(output, process, counts);
  }
}
