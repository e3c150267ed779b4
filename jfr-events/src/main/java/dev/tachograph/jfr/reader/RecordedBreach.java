package dev.tachograph.jfr.reader;

import dev.tachograph.meter.Breach;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A breach that was recorded. Immutable and thread-safe.
 *
 * @param at when it was
 * @param account of the evaluation; the breach names the one whose limit it is
 * @param evaluation its number in its JVM
 * @param breach what was exceeded, and where
 */
public record RecordedBreach(Instant at, String account, long evaluation, Breach breach) {
  /** A stable form for machines. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("at", at.toString());
    map.put("evaluation", evaluation);
    map.put("evaluationAccount", account);
    map.putAll(breach.toMap());
    return map;
  }
}
