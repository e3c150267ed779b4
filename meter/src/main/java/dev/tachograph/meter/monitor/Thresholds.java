package dev.tachograph.meter.monitor;

import dev.tachograph.meter.Resource;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From which share of a limit on it is alarming. Immutable. */
final class Thresholds {
  private record Pair(int warning, int critical) {}

  private final Pair usual;
  private final Map<Resource, Pair> special;
  private final int hysteresis;

  private Thresholds(Pair usual, Map<Resource, Pair> special, int hysteresis) {
    this.usual = usual;
    this.special = special;
    this.hysteresis = hysteresis;
  }

  /**
   * @param hysteresis how many points below its threshold a level ends
   */
  static Thresholds of(int warning, int critical, int hysteresis) {
    return new Thresholds(pair(warning, critical), Map.of(), hysteresis).checked();
  }

  Thresholds usual(int warning, int critical) {
    return new Thresholds(pair(warning, critical), special, hysteresis);
  }

  Thresholds of(Resource resource, int warning, int critical) {
    Map<Resource, Pair> more = new EnumMap<>(Resource.class);
    more.putAll(special);
    more.put(resource, pair(warning, critical));
    return new Thresholds(usual, more, hysteresis);
  }

  Thresholds hysteresis(int points) {
    if (points < 0) {
      throw new IllegalArgumentException("a hysteresis of " + points + ": it is 0 or more");
    }
    return new Thresholds(usual, special, points);
  }

  private static Pair pair(int warning, int critical) {
    if (warning < 1 || critical > 100 || warning > critical) {
      throw new IllegalArgumentException(
          "thresholds of %d %% and %d %%: they are from 1 to 100, the warning's not above the other"
              .formatted(warning, critical));
    }
    return new Pair(warning, critical);
  }

  /**
   * @throws IllegalArgumentException if alerts could never end
   */
  Thresholds checked() {
    int lowest = special.values().stream().mapToInt(Pair::warning).reduce(usual.warning, Math::min);
    if (hysteresis >= lowest) {
      throw new IllegalArgumentException(
          "a hysteresis of %d points under a threshold of %d %%: such an alert would never end"
              .formatted(hysteresis, lowest));
    }
    return this;
  }

  /**
   * The level of a share.
   *
   * @param before the level so far; {@code null} is none
   * @return {@code null} where there is nothing to say
   */
  Alert.@Nullable Level level(Resource resource, double share, Alert.@Nullable Level before) {
    Pair pair = special.getOrDefault(resource, usual);
    if (reaches(share, pair.critical, before == Alert.Level.CRITICAL)) {
      return Alert.Level.CRITICAL;
    }
    return reaches(share, pair.warning, before != null) ? Alert.Level.WARNING : null;
  }

  private boolean reaches(double share, int percent, boolean stands) {
    return share >= (percent - (stands ? hysteresis : 0)) / 100.0;
  }
}
