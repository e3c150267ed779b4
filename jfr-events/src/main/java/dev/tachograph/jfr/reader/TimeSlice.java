package dev.tachograph.jfr.reader;

import dev.tachograph.meter.Usage;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What was said of an account in a short while. Not thread-safe. */
final class TimeSlice {
  private Instant at = Instant.MIN;
  private @Nullable Usage total;
  private @Nullable Usage peak;
  private @Nullable String limits;

  /** When limits were said last; {@link Instant#MIN} if they were not. */
  private Instant limitsAt = Instant.MIN;

  /** The totals at the highest end that was seen lately: to read all of them takes too long. */
  private @Nullable Supplier<Usage> unread;

  private long unreadSequence;

  void at(Instant time) {
    at = time.isAfter(at) ? time : at;
  }

  Instant at() {
    return at;
  }

  void ended(Fact.Ended end) {
    used(end.evaluation().usage());
    if (unread == null || end.sequence() > unreadSequence) {
      unread = end.accountUsage();
      unreadSequence = end.sequence();
    }
  }

  /** An evaluation used so much, at least. */
  void used(Usage usage) {
    peak = higher(peak, usage);
  }

  void snapshot(Fact.AccountTotals totals) {
    total = later(total, totals.usage());
    limits(totals.limits(), totals.at());
  }

  void limits(@Nullable String text, Instant time) {
    if (!time.isBefore(limitsAt)) {
      limits = text;
      limitsAt = time;
    }
  }

  /** Reads what was left to be read, so that the event is not kept. */
  void settle() {
    if (unread != null) {
      total = later(total, unread.get());
      unread = null;
    }
  }

  /** This one, with all that another one knows. */
  TimeSlice with(TimeSlice other) {
    settle();
    other.settle();
    at(other.at);
    total = later(total, other.total);
    peak = other.peak == null ? peak : higher(peak, other.peak);
    if (!other.limitsAt.equals(Instant.MIN)) {
      limits(other.limits, other.limitsAt);
    }
    return this;
  }

  @Nullable Usage total() {
    return total;
  }

  @Nullable Usage peak() {
    return peak;
  }

  /** The limits in force, if these were before. */
  @Nullable String limitsAfter(@Nullable String before) {
    return limitsAt.equals(Instant.MIN) ? before : limits;
  }

  static @Nullable Usage later(@Nullable Usage one, @Nullable Usage other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return Cumulative.later(one, other);
  }

  /** What is unknown is less than everything. */
  private static Usage higher(@Nullable Usage one, Usage other) {
    return one == null
        ? other
        : Usage.of(resource -> Math.max(one.get(resource), other.get(resource)));
  }
}
