package dev.tachograph.bench.peers;

import dev.tachograph.bench.corpus.SampleScripts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Takes the figures of one peer, in processes that do nothing else. */
final class PeerMeasurement {
  private static final int HEAP_MEGABYTES = 1024;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final List<Integer> TOGETHER = List.of(1, 10, 1000);
  private static final int EXACT_RUNS = 5;
  private static final String EXACT = "for (;;) tick(0);";
  private static final String EXACT_COUNT = "100000";
  private static final String EXACT_MILLIS = "200";
  private static final String FAR_MILLIS = "60000";

  private final PeerHome home;
  private final Peer peer;
  private final Length length;
  private final PeerFigures figures;
  private @Nullable PeerProcess process;

  /**
   * How long it may take.
   *
   * @param starts processes for the start-up
   * @param warmMillis before anything is measured
   * @param millis of each measurement
   */
  record Length(int starts, int warmMillis, int millis) {
    static final Length FULL = new Length(9, 10_000, 10_000);
    static final Length SHORT = new Length(3, 2_000, 1_500);
  }

  private PeerMeasurement(PeerHome home, Peer peer, Length length) {
    this.home = home;
    this.peer = peer;
    this.length = length;
    this.figures = new PeerFigures(peer);
  }

  static PeerFigures measure(PeerHome home, Peer peer, Length length, List<PeerProgram> programs)
      throws IOException, InterruptedException {
    PeerMeasurement measurement = new PeerMeasurement(home, peer, length);
    try {
      measurement.startUp();
      measurement.exact();
      measurement.evaluations();
      measurement.programs(programs, true);
      measurement.programs(programs, false);
    } finally {
      measurement.end();
    }
    return measurement.figures;
  }

  private void startUp() throws IOException, InterruptedException {
    List<Double> wall = new ArrayList<>();
    List<Double> cpu = new ArrayList<>();
    for (int i = 0; i < length.starts(); i++) {
      PeerProcess.Started started = begin(true).started();
      wall.add(started.wallMillis());
      cpu.add(started.cpuMillis());
      end();
    }
    figures.put("start.wallMillis", median(wall));
    figures.put("start.cpuMillis", median(cpu));
  }

  /** The host counts what the script did before it was stopped. */
  private void exact() throws IOException, InterruptedException {
    begin(true);
    TreeSet<Long> ticks = new TreeSet<>();
    for (int i = 0; i < EXACT_RUNS; i++) {
      String millis = peer.limitsWork() ? FAR_MILLIS : EXACT_MILLIS;
      List<String> answer = ask("exact", EXACT_COUNT, millis, PeerProcess.encode(EXACT));
      if (answer.size() < 5 || !answer.get(1).equals("LIMIT")) {
        figures.put("exact.ticks", "not stopped: " + answer);
        return;
      }
      ticks.add(Long.parseLong(answer.get(3)));
      figures.put("exact.reported", PeerProcess.decode(answer.get(4)));
    }
    figures.put("exact.least", ticks.first());
    figures.put("exact.most", ticks.last());
  }

  private void evaluations() throws IOException, InterruptedException {
    begin(true);
    time("small", SampleScripts.SMALL);
    time("medium", SampleScripts.medium(0));
    for (int many : TOGETHER) {
      List<String> answer =
          ask(
              "load",
              Integer.toString(many),
              Integer.toString(length.millis()),
              PeerProcess.encode(SampleScripts.SMALL));
      String name = "together." + many;
      if (answer.get(0).equals("loaded")) {
        figures.put(name, number(answer, 1) / (number(answer, 2) / 1e9));
      } else {
        figures.put(name, String.join(" ", answer));
        begin(true);
      }
    }
  }

  private void programs(List<PeerProgram> programs, boolean limited)
      throws IOException, InterruptedException {
    begin(limited);
    for (PeerProgram program : programs) {
      String name = (limited ? "limited." : "unlimited.") + program.name();
      List<String> result = ask("innocent", PeerProcess.encode(program.source()));
      boolean completed = result.size() > 2 && result.get(1).equals("COMPLETED");
      figures.put(
          name + ".result", result.size() > 2 ? PeerProcess.decode(result.get(2)) : "no answer");
      if (completed) {
        time(name, program.source());
      }
    }
    end();
  }

  private void time(String name, String source) throws IOException, InterruptedException {
    List<String> answer =
        ask(
            "time",
            Integer.toString(length.warmMillis()),
            Integer.toString(length.millis()),
            PeerProcess.encode(source));
    if (answer.get(0).equals("timed")) {
      figures.put(name + ".runs", number(answer, 1));
      figures.put(name + ".medianMicros", number(answer, 2) / 1e3);
      figures.put(name + ".p99Micros", number(answer, 3) / 1e3);
      figures.put(name + ".cpuMicros", number(answer, 4) / 1e3);
    } else {
      figures.put(name + ".cpuMicros", String.join(" ", answer));
    }
  }

  private static double number(List<String> answer, int column) {
    return Double.parseDouble(answer.get(column));
  }

  /** An answer; one that says so if there is none. A process that gives none is replaced. */
  private List<String> ask(String... columns) throws IOException, InterruptedException {
    PeerProcess running = process == null ? begin(true) : process;
    List<String> answer = running.ask(PATIENCE.plusMillis(2L * length.millis()), columns);
    if (answer == null || answer.isEmpty()) {
      end();
      return List.of(answer == null ? "no answer in time" : "its process ended");
    }
    return answer;
  }

  private PeerProcess begin(boolean limited) throws IOException, InterruptedException {
    end();
    PeerProcess started =
        PeerProcess.start(home, peer, limited, HEAP_MEGABYTES, SampleScripts.SMALL);
    process = started;
    return started;
  }

  private void end() {
    PeerProcess running = process;
    process = null;
    if (running != null) {
      running.close();
    }
  }

  static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
