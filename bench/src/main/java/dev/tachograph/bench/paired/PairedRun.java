package dev.tachograph.bench.paired;

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
  private final boolean resumes;
  private final Map<String, Counted> counted = new LinkedHashMap<>();
  private final List<Sample> samples = new ArrayList<>();
  private final Map<Fork.Request, Integer> measured = new LinkedHashMap<>();

  /**
   * @param requests what each fork of all runs, in this order
   * @param limit when no JVM is started any more
   * @param store where what the JVMs measured is kept, or {@code null}
   * @param resumes whether what is kept already is not measured again
   */
  PairedRun(
      List<Fork.Request> requests,
      int forks,
      TimeLimit limit,
      @Nullable JvmStore store,
      boolean resumes) {
    this.requests = requests;
    this.forks = forks;
    this.limit = limit;
    this.store = store;
    this.resumes = resumes;
  }

  /** Runs them all, and says on standard error how far it is. */
  void run() throws IOException, InterruptedException {
    int total = forks * requests.size();
    for (int i = 0; i < total; i++) {
      Fork.Request request = requests.get(i % requests.size());
      int number =
          i / requests.size() * Variant.compared().size() + request.variant().ordinal() - 1;
      String what = words(request);
      Fork known = store != null && resumes ? store.find(request, number) : null;
      if (known != null) {
        System.err.printf("JVM %d of %d: %s: measured before%n", i + 1, total, what);
        remember(request, known);
        continue;
      }
      if (!limit.allowsOneMore()) {
        continue;
      }
      System.err.printf("JVM %d of %d: %s%n", i + 1, total, what);
      Fork fork = limit.measure(() -> Fork.run(request, number));
      remember(request, fork);
      if (store != null) {
        store.keep(request, number, fork);
      }
    }
    int leftOut = total - measured.values().stream().mapToInt(Integer::intValue).sum();
    if (leftOut > 0) {
      System.err.printf("%d JVMs were left out: the time was up%n", leftOut);
    }
  }

  private static String words(Fork.Request request) {
    return "%s, %s, %s"
        .formatted(request.jdk().name(), request.mode().key(), request.variant().title());
  }

  /** The JVMs that were not run, by what they would have measured. */
  LeftOut leftOut() {
    LeftOut leftOut = new LeftOut();
    for (Fork.Request request : requests) {
      int missing = forks - measured.getOrDefault(request, 0);
      if (missing > 0) {
        leftOut.add(words(request), missing + " of " + forks + " JVMs, the time was up");
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
