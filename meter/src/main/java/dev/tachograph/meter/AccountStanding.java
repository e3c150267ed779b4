package dev.tachograph.meter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An account and its limits at one moment. Immutable and thread-safe.
 *
 * @param account its id
 * @param parent the account that pays with it, or {@code null}
 * @param limits its own limits
 * @param totals how its own cumulative limits stand
 */
public record AccountStanding(
    String account, @Nullable String parent, Limits limits, List<LimitStatus> totals) {
  /** Copies. */
  public AccountStanding {
    totals = List.copyOf(totals);
  }
}
