package dev.tachograph.bench.paired;

import dev.tachograph.bench.JvmStore;
import dev.tachograph.bench.LeftOut;
import dev.tachograph.bench.TimeLimit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs the JVMs of a comparison one after the other, as many as there is time for. */
final class PairedRun {
  private final List<Fork.Request> requests;
  private final int forks;
  private final TimeLimit limit;
  private final @Nullable JvmStore store;
  private final Map<String, Counted> counted = new LinkedHashMap<>();
  private final List<Sample> samples = new ArrayList<>();
  private final Map<Fork.Request, Integer> measured = new LinkedHashMap<>();
  private final LeftOut failed = new LeftOut();

  /**
   * @param requests what each fork of all runs, in this order
   * @param limit when no JVM is started any more
   * @param store where what the JVMs measured is kept, or {@code null}
   */
  PairedRun(List<Fork.Request> requests, int forks, TimeLimit limit, @Nullable JvmStore store) {
    this.requests = requests;
    this.forks = forks;
    this.limit = limit;
    this.store = store;
  }

  /** Runs them all, and says on standard error how far it is. */
  void run() throws IOException, InterruptedException {
    int total = forks * requests.size();
    for (int i = 0; i < total; i++) {
      Fork.Request request = requests.get(i % requests.size());
      int number =
          i / requests.size() * Variant.compared().size() + request.variant().ordinal() - 1;
      String what = "JVM %d of %d: %s".formatted(i + 1, total, request.words());
      List<String> known =
          store == null ? null : store.find(request.name(number), request.settings());
      if (known != null) {
        System.err.println(what + ": measured before");
        remember(request, Fork.parse(known));
      } else if (limit.allowsOneMore()) {
        System.err.println(what);
        measure(request, number, what);
      }
    }
    int leftOut = total - failed.all().size() - jvms();
    if (leftOut > 0) {
      System.err.printf("%d JVMs were left out: the time was up%n", leftOut);
    }
  }

  private int jvms() {
    return measured.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** One that fails does not end the others: what they measure takes hours. */
  private void measure(Fork.Request request, int number, String what)
      throws IOException, InterruptedException {
    try {
      Fork fork = limit.measure(() -> Fork.run(request, number));
      remember(request, fork);
      if (store != null) {
        store.keep(request.name(number), request.settings(), fork.lines());
      }
    } catch (IllegalStateException failure) {
      System.err.println("FAILED: " + what + ": " + failure.getMessage());
      failed.add(what, String.valueOf(failure.getMessage()));
    }
  }

  /** Whether some JVM failed. */
  boolean hasFailed() {
    return !failed.all().isEmpty();
  }

  /** The JVMs that were not run, by what they would have measured. */
  LeftOut leftOut() {
    LeftOut leftOut = new LeftOut();
    for (Fork.Request request : requests) {
      int missing = forks - measured.getOrDefault(request, 0);
      if (missing > 0) {
        String why = hasFailed() ? "the time was up, or they failed" : "the time was up";
        leftOut.add(request.words(), missing + " of " + forks + " JVMs, " + why);
      }
    }
    return leftOut;
  }

  /** How many JVMs each figure is of; from the least to the most if they are not the same. */
  String forks() {
    IntSummaryStatistics own =
        measured.values().stream().mapToInt(Integer::intValue).summaryStatistics();
    return own.getMin() == own.getMax()
        ? Integer.toString(own.getMin())
        : own.getMin() + " to " + own.getMax();
  }

  /** What was measured, in the order of the plan. */
  List<ProgramResult> results() {
    List<BenchProgram> programs = requests.get(0).programs();
    Map<Setting, Map<String, List<Sample>>> known = new LinkedHashMap<>();
    Set<Setting> settings = new LinkedHashSet<>();
    requests.forEach(request -> settings.add(new Setting(request.jdk().name(), request.mode())));
    for (Sample sample : samples) {
      known
          .computeIfAbsent(Setting.of(sample), setting -> new LinkedHashMap<>())
          .computeIfAbsent(sample.program(), program -> new ArrayList<>())
          .add(sample);
    }
    List<ProgramResult> results = new ArrayList<>();
    for (Setting setting : settings) {
      Map<String, List<Sample>> byProgram = known.getOrDefault(setting, Map.of());
      for (BenchProgram program : programs) {
        List<Sample> own = byProgram.getOrDefault(program.name(), List.of());
        if (!own.isEmpty()) {
          results.add(
              ProgramResult.of(
                  program,
                  setting,
                  variants(own),
                  Objects.requireNonNull(counted.get(program.name()), program.name()),
                  own));
        }
      }
    }
    return results;
  }

  private static List<Variant> variants(Collection<Sample> samples) {
    Set<Variant> found = EnumSet.noneOf(Variant.class);
    samples.forEach(sample -> found.add(sample.variant()));
    found.remove(Variant.PLAIN);
    return List.copyOf(found);
  }

  List<Sample> samples() {
    return List.copyOf(samples);
  }

  /** The checksum and the counts must be the same in every JVM and mode. */
  private void remember(Fork.Request request, Fork fork) {
    measured.merge(request, 1, Integer::sum);
    samples.addAll(fork.samples());
    for (Counted counts : fork.counted()) {
      Counted before = counted.putIfAbsent(counts.program(), counts);
      if (before != null && !before.equals(counts)) {
        throw new IllegalStateException(
            "a JVM counted " + before + " and another, or another mode, " + counts);
      }
    }
  }
}
