package dev.tachograph.jfr.reader;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JVM that was read. Immutable and thread-safe.
 *
 * @param meter its random number
 * @param pid its process id; 0 if it is not known
 * @param recordedSince when its first recording started, and all counts with it; {@code null} if it
 *     is not known
 * @param last the time of its last event: what happened later is not known
 * @param refusedClasses classes that were not let in
 * @param rhinoVersions what it runs scripts with
 */
public record MeterFigures(
    long meter,
    long pid,
    @Nullable Instant recordedSince,
    Instant last,
    long refusedClasses,
    List<String> rhinoVersions) {
  /** A stable form for machines. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("meter", meter);
    map.put("pid", pid == 0 ? null : pid);
    map.put("recordedSince", recordedSince == null ? null : recordedSince.toString());
    map.put("last", last.toString());
    map.put("refusedClasses", refusedClasses);
    map.put("rhinoVersions", rhinoVersions);
    return map;
  }
}
