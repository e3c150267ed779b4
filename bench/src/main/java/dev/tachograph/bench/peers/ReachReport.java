package dev.tachograph.bench.peers;

import dev.tachograph.bench.LeftOut;
import dev.tachograph.meter.Json;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How attacks ended, for people and for programs. */
final class ReachReport {
  private final List<ReachResult> results;
  private final LeftOut leftOut;

  ReachReport(List<ReachResult> results, LeftOut leftOut) {
    this.leftOut = leftOut;
    this.results = results;
  }

  /** The peers that have results, in the order of the tables. */
  private List<Peer> peers() {
    Set<String> found = results.stream().map(ReachResult::peer).collect(Collectors.toSet());
    return Peer.all().stream().filter(peer -> found.contains(peer.key())).toList();
  }

  private List<ReachResult> of(Peer peer) {
    return results.stream().filter(result -> result.peer().equals(peer.key())).toList();
  }

  private static Map<ReachOutcome, Long> counts(List<ReachResult> results) {
    return results.stream()
        .collect(
            Collectors.groupingBy(
                ReachResult::outcome,
                () -> new EnumMap<>(ReachOutcome.class),
                Collectors.counting()));
  }

  /** The scripts that are applicable to every peer here. */
  private Set<String> common() {
    Set<String> common = new TreeSet<>();
    results.forEach(result -> common.add(result.script()));
    results.stream()
        .filter(result -> result.outcome() == ReachOutcome.NOT_APPLICABLE)
        .forEach(result -> common.remove(result.script()));
    return common;
  }

  private static long held(List<ReachResult> results) {
    return results.stream().filter(result -> result.outcome().held()).count();
  }

  /** The table, and a list of everything that did not hold. */
  String markdown() {
    Set<String> common = common();
    StringBuilder text = new StringBuilder("| peer | held | of those for all |");
    for (ReachOutcome outcome : ReachOutcome.values()) {
      text.append(' ').append(outcome.label()).append(" |");
    }
    text.append("\n|---|---:|---:|");
    text.append("---:|".repeat(ReachOutcome.values().length)).append('\n');
    for (Peer peer : peers()) {
      List<ReachResult> own = of(peer);
      Map<ReachOutcome, Long> counts = counts(own);
      long applicable = own.size() - counts.getOrDefault(ReachOutcome.NOT_APPLICABLE, 0L);
      List<ReachResult> shared =
          own.stream().filter(result -> common.contains(result.script())).toList();
      text.append(
          "| %s | %d of %d | %d of %d |"
              .formatted(peer.title(), held(own), applicable, held(shared), shared.size()));
      for (ReachOutcome outcome : ReachOutcome.values()) {
        text.append(' ').append(counts.getOrDefault(outcome, 0L)).append(" |");
      }
      text.append('\n');
    }
    text.append("\n| script | peer | outcome | ms | what it said |\n|---|---|---|---:|---|\n");
    results.stream()
        .filter(result -> !result.outcome().held())
        .filter(result -> result.outcome() != ReachOutcome.NOT_APPLICABLE)
        .forEach(
            result ->
                text.append(
                    "| %s | %s | %s | %d | %s |\n"
                        .formatted(
                            result.script(),
                            result.peer(),
                            result.outcome().label(),
                            result.wallMillis(),
                            result.text().replace('|', '/').replace("<", "&lt;"))));
    return text.append(leftOut.markdown()).toString();
  }

  String json(Map<String, String> environment) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("environment", environment);
    all.put(LeftOut.KEY, leftOut.all());
    Set<String> common = common();
    all.put("scriptsForAll", common.size());
    for (Peer peer : peers()) {
      List<ReachResult> own = of(peer);
      Map<String, @Nullable Object> figures = new LinkedHashMap<>();
      Map<ReachOutcome, Long> counts = counts(own);
      figures.put("held", held(own));
      figures.put(
          "heldOfThoseForAll",
          held(own.stream().filter(result -> common.contains(result.script())).toList()));
      Arrays.stream(ReachOutcome.values())
          .forEach(outcome -> figures.put(outcome.label(), counts.getOrDefault(outcome, 0L)));
      all.put(peer.key(), figures);
    }
    return Json.write(all) + "\n";
  }
}
