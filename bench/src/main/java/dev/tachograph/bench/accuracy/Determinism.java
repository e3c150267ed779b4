package dev.tachograph.bench.accuracy;

import dev.tachograph.bench.paired.Mode;
import dev.tachograph.meter.Resource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Compares counters of evaluations that did the same. */
final class Determinism {
  private final List<Counted> all;

  Determinism(List<Counted> all) {
    this.all = List.copyOf(all);
  }

  /** Those of one program. */
  Determinism of(String program) {
    return new Determinism(all.stream().filter(one -> one.program().equals(program)).toList());
  }

  /** Those of one mode. */
  Determinism of(Mode mode) {
    return new Determinism(all.stream().filter(one -> one.mode() == mode).toList());
  }

  /**
   * Counters that were not the same in all JVMs and repetitions of one mode and phase; there should
   * be none.
   */
  Set<Resource> differing() {
    return differing(one -> one.program() + one.mode() + one.phase());
  }

  /** What {@link #differing} found, with the phases, and the least and the most of each. */
  List<String> differences() {
    Map<String, List<Counted>> phases =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    one -> one.mode().key() + " " + one.phase().key(),
                    TreeMap::new,
                    Collectors.toList()));
    List<String> words = new ArrayList<>();
    phases.forEach(
        (phase, same) -> {
          for (Resource resource : new Determinism(same).differing()) {
            LongSummaryStatistics range =
                same.stream().mapToLong(one -> one.usage().get(resource)).summaryStatistics();
            words.add(
                phase + " " + resource.key() + " " + range.getMin() + " to " + range.getMax());
          }
        });
    return words;
  }

  /** Counters that are not the same compiled and interpreted, in any phase. */
  Set<Resource> differingByMode() {
    return differing(one -> one.program() + one.phase());
  }

  /** Counters of which the first run of a scope takes more or less than later ones. */
  Set<Resource> differingByRun() {
    return differingByTurn(false);
  }

  /** Counters of which the first load of a JVM takes more or less than later ones. */
  Set<Resource> differingByLoad() {
    return differingByTurn(true);
  }

  private Set<Resource> differingByTurn(boolean loads) {
    return new Determinism(all.stream().filter(one -> one.phase().isLoad() == loads).toList())
        .differing(one -> one.program() + one.mode());
  }

  /** How many evaluations were compared. */
  int evaluations() {
    return all.size();
  }

  /** The JVMs that they were in. */
  Set<String> jvms() {
    return all.stream().map(Counted::jvm).collect(Collectors.toCollection(TreeSet::new));
  }

  private Set<Resource> differing(Function<Counted, String> group) {
    Set<Resource> differing = EnumSet.noneOf(Resource.class);
    all.stream()
        .collect(Collectors.groupingBy(group))
        .values()
        .forEach(same -> same.forEach(one -> differing.addAll(one.differsFrom(same.get(0)))));
    return differing;
  }

  /** The counters' names, or a word for none of them. */
  static String words(Set<Resource> resources) {
    return resources.isEmpty()
        ? "none"
        : resources.stream().map(Resource::key).collect(Collectors.joining(", "));
  }
}
