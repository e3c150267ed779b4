package dev.tachograph.jfr.reader;

import dev.tachograph.meter.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** An account of one meter and the accounts that pay with it. Not thread-safe. */
final class Family {
  /**
   * Samples come every second: after so long without one, the evaluation has ended, and the event
   * that said so was lost.
   */
  private static final Duration STALE = Duration.ofSeconds(5);

  private final MeterTally meter;
  private final NavigableMap<String, AccountTally> members = new TreeMap<>();

  Family(MeterTally meter, String account) {
    this.meter = meter;
    AccountTally own = meter.accounts.get(account);
    if (own != null) {
      members.put(account, own);
    }
    // The names of accounts below begin with this one's and a slash; '0' comes after that.
    for (Map.Entry<String, AccountTally> other :
        meter.accounts.subMap(account + "/", account + "0").entrySet()) {
      if (isWithin(other.getKey(), account)) {
        members.put(other.getKey(), other.getValue());
      }
    }
  }

  /** Parents are known from snapshots: a script may have a name with a slash, and no parent. */
  private boolean isWithin(String id, String ancestor) {
    String at = id;
    while (at != null && at.length() > ancestor.length()) {
      AccountTally tally = meter.accounts.get(at);
      String parent = tally == null ? null : tally.parent;
      at = parent != null && parent.length() < at.length() ? parent : null;
    }
    return ancestor.equals(at);
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  Usage ended() {
    return members.values().stream().map(AccountTally::usage).reduce(Usage.none(), Usage::plus);
  }

  Usage running() {
    Usage sum = Usage.none();
    for (Fact.Running sample : meter.running.values()) {
      AccountTally tally = members.get(sample.evaluation().account());
      if (tally != null && !tally.mayInclude(sample) && !isStale(sample.at(), meter.last)) {
        sum = sum.plus(sample.evaluation().usage());
      }
    }
    return sum;
  }

  private static boolean isStale(Instant sampled, Instant last) {
    return sampled.plus(STALE).isBefore(last);
  }
}
