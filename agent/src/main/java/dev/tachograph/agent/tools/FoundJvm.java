package dev.tachograph.agent.tools;

import dev.tachograph.agent.AgentPresence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JVM of this host, and what could be found out about it.
 *
 * @param pid its process id
 * @param command its main class and arguments
 * @param java its version of Java, or {@code null} if it did not say
 * @param rhino whether it runs Rhino
 * @param openRhinos jars of Rhino that it has open
 * @param agent the Tachograph in it, or {@code null}
 * @param problem why that cannot be told, or {@code null} if it can
 */
record FoundJvm(
    long pid,
    String command,
    @Nullable String java,
    Rhino rhino,
    List<String> openRhinos,
    @Nullable AgentPresence agent,
    @Nullable String problem) {

  /** Whether a JVM runs Rhino. */
  enum Rhino {
    /** Rhino's classes are loaded. */
    LOADED("loaded"),
    /** A jar with its name is open: it may be loaded, or come to be. */
    JAR_OPEN("jar-open"),
    /** Its classes are not loaded. */
    NOT_LOADED("not-loaded"),
    /** Nobody asked, or it did not answer. */
    UNKNOWN("unknown");

    private final String key;

    Rhino(String key) {
      this.key = key;
    }

    String key() {
      return key;
    }
  }

  /** The object of {@code list --json}. */
  Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("pid", pid);
    map.put("command", command);
    map.put("java", java);
    map.put("rhino", rhino.key());
    map.put("rhinoJars", openRhinos);
    map.put("tachograph", agent == null ? null : agent.version());
    map.put("options", agent == null ? null : agent.options());
    map.put("unmetered", agent == null ? List.of() : agent.unmetered());
    map.put("problem", problem);
    return map;
  }
}
