package dev.tachograph.jfr.reader;

import dev.tachograph.meter.Usage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A script in an account, over all JVMs that were read. Immutable and thread-safe.
 *
 * @param script its source name; empty where none was started
 * @param account who pays
 * @param usage what it used, never too much: exact if {@code unknown} is 0, but for what was
 *     compiled since the last snapshot
 * @param ends its evaluations that ended
 * @param unknown those of them whose usage is missing
 */
public record ScriptFigures(String script, String account, Usage usage, long ends, long unknown) {
  ScriptFigures plus(ScriptFigures other) {
    return new ScriptFigures(
        script, account, usage.plus(other.usage), ends + other.ends, unknown + other.unknown);
  }

  /** A stable form for machines. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("name", script);
    map.put("account", account);
    map.putAll(usage.toMap());
    map.put("ended", ends);
    map.put("unknown", unknown);
    return map;
  }
}
