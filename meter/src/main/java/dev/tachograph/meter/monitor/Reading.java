package dev.tachograph.meter.monitor;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How one limit of a component stands.
 *
 * @param used known
 * @param script whose evaluation it is, of limits per evaluation; {@code null} where none ran
 */
record Reading(
    Resource resource, Breach.Scope scope, long used, long limit, @Nullable String script) {

  /** What a limit is called by options. */
  static String key(Resource resource, Breach.Scope scope) {
    return (scope == Breach.Scope.TOTAL ? Limits.TOTAL_PREFIX : Limits.PER_EVALUATION_PREFIX)
        + resource.key();
  }

  String key() {
    return key(resource, scope);
  }

  /** What was used, as a share of the limit; of a limit of 0, whether anything was. */
  static double share(long used, long limit) {
    return limit > 0 ? (double) used / limit : used > 0 ? 1 : 0;
  }

  double share() {
    return share(used, limit);
  }

  /** For example {@code 8 of 10 (80 %)}. */
  static String words(Resource resource, long used, long limit) {
    return "%s of %s (%s)"
        .formatted(resource.words(used), resource.words(limit), percent(share(used, limit)));
  }

  /** Rounded down, so that 100 % is used up. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%d %%", (long) Math.floor(share * 100 + 1e-9));
  }

  @Override
  public String toString() {
    return key() + " " + words(resource, used, limit);
  }
}
