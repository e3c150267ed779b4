package dev.tachograph.jfr.reader;

import dev.tachograph.meter.Usage;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is known of one account of one meter. Not thread-safe. */
final class AccountTally {
  final Numbers starts = new Numbers();
  final Numbers ends = new Numbers();
  final Numbers breaches = new Numbers();
  final Map<String, ScriptTally> scripts = new TreeMap<>();
  private Usage snapshot = Usage.none();
  private Supplier<Usage> latest = Usage::none;
  private long latestEnd;
  @Nullable String parent;
  @Nullable String limits;
  private Instant limitsAt = Instant.MIN;

  /** Returns whether the end is new. */
  boolean ended(Fact.Ended end) {
    if (end.sequence() > latestEnd) {
      latestEnd = end.sequence();
      latest = end.accountUsage();
    }
    script(end.evaluation().script()).ended(end.scriptSequence(), end.evaluation().usage());
    return ends.add(end.sequence());
  }

  /** Of what never falls, the highest is the last. */
  Usage usage() {
    return Cumulative.later(snapshot, latest.get());
  }

  /**
   * Whether {@link #usage} may hold what an evaluation used that was seen running: the sums come
   * with whichever end is read, and this evaluation's own may be late or lost.
   */
  boolean mayInclude(Fact.Running sample) {
    return !ends.isCompleteAfter(sample.accountEnds());
  }

  void limits(@Nullable String text, Instant at) {
    if (!at.isBefore(limitsAt)) {
      limits = text;
      limitsAt = at;
    }
  }

  void snapshot(Fact.AccountTotals totals) {
    snapshot = Cumulative.later(snapshot, totals.usage());
    starts.reached(totals.starts());
    ends.reached(totals.ends());
    breaches.reached(totals.breaches());
    if (totals.parent() != null) {
      parent = totals.parent();
    }
    limits(totals.limits(), totals.at());
  }

  ScriptTally script(String name) {
    return scripts.computeIfAbsent(name, key -> new ScriptTally());
  }
}
