package dev.tachograph.jfr;

import dev.tachograph.meter.AccountStanding;
import dev.tachograph.meter.LimitStatus;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Usage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The limit of which most is used.
 *
 * @param key as options have it; {@code null} if there is none
 * @param share 0 to 1, more where it was lowered
 */
record Nearest(@Nullable String key, float share) {
  /** Of cumulative limits of one account. */
  static Nearest of(List<LimitStatus> totals) {
    Nearest nearest = new Nearest(null, 0);
    for (LimitStatus status : totals) {
      nearest = nearest.or(Limits.TOTAL_PREFIX, status);
    }
    return nearest;
  }

  /** This one, or another of which more is used. */
  Nearest or(String prefix, LimitStatus other) {
    boolean nearer = other.used() != Usage.UNKNOWN && (key == null || other.share() > share);
    return nearer ? new Nearest(prefix + other.resource().key(), (float) other.share()) : this;
  }

  /** The limits of an account as options have them; {@code null} if there are none. */
  static @Nullable String limits(@Nullable AccountStanding standing) {
    String text = standing == null ? "" : standing.limits().toString();
    return text.isEmpty() ? null : text;
  }
}
