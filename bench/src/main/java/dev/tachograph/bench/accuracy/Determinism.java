package dev.tachograph.bench.accuracy;

import dev.tachograph.bench.paired.Mode;
import dev.tachograph.meter.Resource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
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

  /** Counters that are not the same compiled and interpreted, in any phase. */
  Set<Resource> differingByMode() {
    return differing(one -> one.program() + one.phase());
  }

  /** Counters of which the first run of a scope takes more or less than later ones. */
  Set<Resource> differingByRun() {
    return new Determinism(all.stream().filter(one -> one.phase() != Phase.LOAD).toList())
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
