package dev.tachograph.jfr.reader;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many events of a sequence were read. Immutable and thread-safe.
 *
 * @param read events that were read, each once
 * @param earlier events that must have been before the first one that was read
 * @param lost events after that one which were lost, filtered, or switched off
 */
public record Coverage(long read, long earlier, long lost) {
  /** Nothing was to be read. */
  static final Coverage NONE = new Coverage(0, 0, 0);

  /** All events that there were, as far as it is known. */
  public long all() {
    return read + earlier + lost;
  }

  Coverage plus(Coverage other) {
    return new Coverage(read + other.read, earlier + other.earlier, lost + other.lost);
  }

  /** A stable form for machines. */
  public Map<String, Long> toMap() {
    Map<String, Long> map = new LinkedHashMap<>();
    map.put("read", read);
    map.put("earlier", earlier);
    map.put("lost", lost);
    return map;
  }
}
