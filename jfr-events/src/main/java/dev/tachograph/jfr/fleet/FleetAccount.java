package dev.tachograph.jfr.fleet;

import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An account over all JVMs of a fleet at one moment. Immutable and thread-safe.
 *
 * @param id its name
 * @param jvms in how many JVMs it was seen, those that are no more included
 * @param ended what it and the accounts below it were charged with; exact as of the last event of
 *     each JVM
 * @param running what evaluations used besides that run, or ran when their JVM was last heard of
 * @param limits what it may use in all JVMs together
 * @param stopped why it was stopped; {@code null} if it may go on
 */
public record FleetAccount(
    String id,
    int jvms,
    Usage ended,
    Usage running,
    Map<Resource, Long> limits,
    @Nullable String stopped) {
  /** Copies. */
  public FleetAccount {
    limits = Map.copyOf(limits);
  }

  /** The same with why it was stopped. */
  FleetAccount with(@Nullable String reason) {
    return new FleetAccount(id, jvms, ended, running, limits, reason);
  }

  /** What counts against the limits: what ended, and what runs. */
  public Usage usage() {
    return ended.plus(running);
  }

  /** A stable form for machines. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, Object> bounds = new LinkedHashMap<>();
    for (Resource resource : Resource.all()) {
      Long limit = limits.get(resource);
      if (limit != null) {
        bounds.put(resource.jsonKey(), limit);
      }
    }
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("id", id);
    map.put("jvms", (long) jvms);
    map.putAll(usage().toMap());
    map.put("running", running.toMap());
    map.put("limits", bounds);
    map.put("stopped", stopped);
    return map;
  }
}
