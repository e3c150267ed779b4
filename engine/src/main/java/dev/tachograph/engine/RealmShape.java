package dev.tachograph.engine;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a scope is like before an evaluation defines its own globals. Equal shapes share a stock.
 *
 * @param blocked standard globals that are gone
 * @param allowed the only ones that are there; {@code null} for all
 * @param codeFromStrings whether {@code eval} and {@code Function} work
 * @param timers up to when timers run, by their own clock; {@code null} for none
 * @param preludes what has run in it
 */
record RealmShape(
    Set<String> blocked,
    @Nullable Set<String> allowed,
    boolean codeFromStrings,
    @Nullable Duration timers,
    List<ScriptSource> preludes) {

  /** By hand: what the JVM makes for records takes it 20 ms of the first evaluation. */
  @Override
  public int hashCode() {
    return Objects.hash(blocked, allowed, codeFromStrings, timers, preludes);
  }

  /** Whether a standard global is to be there. */
  boolean allows(String global) {
    return !blocked.contains(global) && (allowed == null || allowed.contains(global));
  }
}
