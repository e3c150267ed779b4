package dev.tachograph.meter.monitor;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The alerts of one component that have not ended. For one thread at a time. */
final class Standing {
  private record Key(Resource resource, Breach.Scope scope) {}

  private final String component;
  private final Thresholds thresholds;
  private final Map<Key, Alert> alerts = new LinkedHashMap<>();

  Standing(String component, Thresholds thresholds) {
    this.component = component;
    this.thresholds = thresholds;
  }

  /** The alerts as they stand, with the numbers of the last look. */
  List<Alert> alerts() {
    return List.copyOf(alerts.values());
  }

  /** Takes what was seen, and returns what is new: levels that rose, and recoveries. */
  List<Alert> look(List<Reading> readings, Instant now) {
    List<Alert> news = new ArrayList<>();
    Set<Key> ended = new LinkedHashSet<>(alerts.keySet());
    for (Reading reading : readings) {
      Key key = new Key(reading.resource(), reading.scope());
      ended.remove(key);
      look(key, reading, now, news);
    }
    ended.forEach(key -> news.add(lifted(key, now)));
    alerts.keySet().removeAll(ended);
    return news;
  }

  private void look(Key key, Reading reading, Instant now, List<Alert> news) {
    Alert standing = alerts.get(key);
    Alert.Level before = standing == null ? null : standing.level();
    Alert.Level level = thresholds.level(reading.resource(), reading.share(), before);
    if (level != null) {
      Alert alert = Alert.of(level, component, reading, now);
      alerts.put(key, alert);
      if (before == null || level.compareTo(before) > 0) {
        news.add(alert);
      }
    } else if (before != null) {
      alerts.remove(key);
      news.add(Alert.of(Alert.Level.INFO, component, reading, now));
    }
  }

  private Alert lifted(Key key, Instant now) {
    return new Alert(
        Alert.Level.INFO, component, key.resource, key.scope, 0, Usage.UNKNOWN, null, now);
  }
}
