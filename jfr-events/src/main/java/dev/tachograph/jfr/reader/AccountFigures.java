package dev.tachograph.jfr.reader;

import dev.tachograph.meter.Usage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An account over all JVMs that were read. Immutable and thread-safe.
 *
 * @param account its id
 * @param parent the account that pays with it, or {@code null}
 * @param usage what it was charged with since the first recording of each JVM, without what runs
 *     and without accounts below it: exact as of the last event of each JVM that has it
 * @param limits its limits as options have them; {@code null} if it has none or they are not known
 * @param evaluations how many of its ended and denied evaluations were read
 * @param breaches how many of its breaches were read
 */
public record AccountFigures(
    String account,
    @Nullable String parent,
    Usage usage,
    @Nullable String limits,
    Coverage evaluations,
    Coverage breaches) {
  /** A stable form for machines. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("id", account);
    map.put("parent", parent);
    map.putAll(usage.toMap());
    map.put("limits", limits);
    map.put("ended", evaluations.toMap());
    map.put("breaches", breaches.toMap());
    return map;
  }
}
