package dev.tachograph.jfr.fleet;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A JVM of a fleet at one moment. Immutable and thread-safe.
 *
 * @param name its address
 * @param state how it stands
 * @param since when that began
 * @param problem why it is not watched; {@code null} if it is
 * @param pids of the processes that were read there, the latest last
 * @param suspended accounts that it was told to stop and has stopped
 * @param pending accounts that it has yet to be told to stop: tried until it is done
 */
public record FleetJvm(
    String name,
    State state,
    Instant since,
    @Nullable String problem,
    List<Long> pids,
    Set<String> suspended,
    Set<String> pending) {
  /** How a JVM stands. */
  public enum State {
    /** Nothing was heard of it yet. */
    CONNECTING("connecting"),
    /** Its events come: all that it used since this began, or since it records, is known. */
    WATCHING("watching"),
    /** It does not answer, or says nothing for some time. */
    HUNG("hung"),
    /** It is not there any more, or cannot be reached. */
    LOST("lost");

    private final String key;

    State(String key) {
      this.key = key;
    }

    /** The name in JSON. */
    public String key() {
      return key;
    }
  }

  /** Copies. */
  public FleetJvm {
    pids = List.copyOf(pids);
    suspended = Set.copyOf(suspended);
    pending = Set.copyOf(pending);
  }

  /** A stable form for machines. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("name", name);
    map.put("state", state.key());
    map.put("since", since.toString());
    map.put("problem", problem);
    map.put("pids", pids);
    map.put("suspended", new TreeSet<>(suspended));
    map.put("pending", new TreeSet<>(pending));
    return map;
  }
}
