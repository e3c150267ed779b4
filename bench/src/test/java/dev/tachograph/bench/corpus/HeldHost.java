package dev.tachograph.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A host that does three rounds: without our agent, with it from the start, and with one that is
 * attached after the first round. What that one counts has to be what the first one counts from
 * there on.
 */
final class HeldHost {
  static final int ROUNDS = 3;
  private static final String LATE = "  metered from their next entry on: scripts of ";
  private static final String REFUSED = "  NOT METERED: ";

  /** The exit code of {@code attach} where a Rhino is not metered. */
  private static final int UNMETERED = 4;

  /** What the agent says in the host of a Rhino that is not metered. */
  private static final String COMPLAINT =
      ".*(was loaded before the agent|the JVM leaves classes of ).*";

  /** Those counts that are no sums. */
  private static final List<String> MAXIMA =
      List.of("allocationAtOnce", "stackDepth", "stackBytes");

  private final Host host;
  private final Gate gate;
  private final List<String> loaded;
  private String refused = "";
  private boolean exact = true;

  /**
   * @param loaded the classes of Context that the host has loaded in its first round
   */
  HeldHost(Host host, Gate gate, String... loaded) {
    this.host = host;
    this.gate = gate;
    this.loaded = List.of(loaded);
  }

  /** One Rhino is there that cannot be metered, of which {@code attach} says this. */
  HeldHost refusing(String words) {
    refused = words;
    return this;
  }

  /** Its scripts are called by events that come as they please: no two runs count the same. */
  HeldHost eventful() {
    exact = false;
    return this;
  }

  /**
   * What was measured.
   *
   * @param attached the run that was attached to, with the report after two more rounds
   * @param once the report after one more round
   */
  record Measured(Host.Run attached, AgentReport once) {
    /** Each round used this. */
    void assertRounds(Map<String, AgentReport.Counts> round) {
      assertThat(once.scripts()).isEqualTo(round);
      Map<String, AgentReport.Counts> twice = new TreeMap<>();
      round.forEach((script, counts) -> twice.put(script, counts.times(2)));
      assertThat(attached.report().scripts()).isEqualTo(twice);
    }

    /** The lines of a round, which were printed in each of the three, between some others. */
    void assertOutput(List<String> before, List<String> round) {
      List<String> lines = new ArrayList<>(before);
      for (int i = 0; i < ROUNDS; i++) {
        lines.addAll(round);
      }
      assertThat(attached.output()).isEqualTo(lines);
    }
  }

  /** Measures. The counts of rounds are for the caller to look at, as is the output. */
  Measured measure() throws IOException, InterruptedException {
    Host.Run plain = plain();
    assertThat(plain.output()).as(plain.process().toString()).isNotEmpty();
    Map<String, Map<String, Long>> expected = new TreeMap<>();
    Host.Run metered = metered(expected);
    assertThat(metered.output()).as(metered.process().toString()).isEqualTo(plain.output());
    Measured measured = attached();
    Host.Run attached = measured.attached();
    assertThat(attached.output()).as(attached.process().toString()).isEqualTo(plain.output());
    if (exact) {
      assertThat(sums(attached.report())).isEqualTo(expected);
    }
    AgentReport.Counts all = metered.report().totals();
    assertThat(attached.report().totals().isWithin(all)).as("at most " + all).isTrue();
    assertThat(measured.once().running()).isZero();
    return measured;
  }

  private Host.Run plain() throws IOException, InterruptedException {
    try (HeldProcess process = host.hold("plain", false)) {
      first(process);
      next(process);
      return last("plain", process, false);
    }
  }

  private void first(HeldProcess process) throws IOException, InterruptedException {
    gate.begin(process);
    gate.await(process);
  }

  private void next(HeldProcess process) throws IOException, InterruptedException {
    gate.open(process);
    gate.await(process);
  }

  private Host.Run last(String run, HeldProcess process, boolean metered)
      throws IOException, InterruptedException {
    next(process);
    gate.end(process);
    return host.ended(run, process.end(), metered);
  }

  /**
   * With the agent from the start.
   *
   * @param expected takes what the rounds after the first one used
   */
  private Host.Run metered(Map<String, Map<String, Long>> expected)
      throws IOException, InterruptedException {
    String run = "metered";
    try (HeldProcess process = host.hold(run, true)) {
      first(process);
      Map<String, Map<String, Long>> before = sums(report(run, process));
      next(process);
      Host.Run metered = last(run, process, true);
      metered.assertQuiet();
      sums(metered.report())
          .forEach(
              (script, counts) -> {
                Map<String, Long> of = before.getOrDefault(script, Map.of());
                counts.replaceAll((key, count) -> count - of.getOrDefault(key, 0L));
                if (counts.values().stream().anyMatch(count -> count != 0)) {
                  expected.put(script, counts);
                }
              });
      return metered;
    }
  }

  private Measured attached() throws IOException, InterruptedException {
    String run = "attached";
    try (HeldProcess process = host.hold(run, false)) {
      first(process);
      attach(run, process);
      next(process);
      AgentReport once = report(run, process);
      Host.Run attached = last(run, process, true);
      String complaints = refused.isEmpty() ? ".*: its scripts are metered from .*" : COMPLAINT;
      assertThat(attached.process().err().lines().filter(line -> line.contains("[tachograph ")))
          .allMatch(line -> line.matches(complaints));
      return new Measured(attached, once);
    }
  }

  private void attach(String run, HeldProcess process) throws IOException, InterruptedException {
    int exit = refused.isEmpty() ? 0 : UNMETERED;
    String options = host.agentOptions(run);
    String said = AgentCommand.run(exit, host.folder(run), "attach", process.pid(), options);
    assertThat(said).contains(" is now in process " + process.pid() + ", with options " + options);
    assertThat(said.lines().filter(line -> line.startsWith(LATE)))
        .extracting(line -> line.substring(LATE.length()).replaceFirst(" in .*", ""))
        .containsExactlyInAnyOrderElementsOf(loaded);
    List<String> unmetered = said.lines().filter(line -> line.startsWith(REFUSED)).toList();
    if (refused.isEmpty()) {
      assertThat(unmetered).isEmpty();
    } else {
      assertThat(unmetered).singleElement().asString().contains(refused);
    }
  }

  /** How things stand while the host waits. */
  private AgentReport report(String run, HeldProcess process)
      throws IOException, InterruptedException {
    Path file = host.folder(run).resolve("now.json");
    AgentCommand.run(0, host.folder(run), "report", process.pid(), "-o", file.toString());
    return AgentReport.read(file);
  }

  private static Map<String, Map<String, Long>> sums(AgentReport report) {
    Map<String, Map<String, Long>> sums = report.exact();
    sums.values().forEach(counts -> counts.keySet().removeAll(MAXIMA));
    return sums;
  }
}
