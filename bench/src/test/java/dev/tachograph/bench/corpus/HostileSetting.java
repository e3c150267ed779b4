package dev.tachograph.bench.corpus;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What hostile scripts run with.
 *
 * @param java the JVM's home
 * @param agent or {@code null} for none
 * @param options the agent's
 * @param classPath our own classes and Rhino
 * @param flags further flags of the JVM
 * @param scripts the folder of the categories
 * @param logs folder for what the JVMs write to standard error
 * @param deadline what a script may take
 */
record HostileSetting(
    Path java,
    @Nullable Path agent,
    String options,
    String classPath,
    List<String> flags,
    Path scripts,
    Path logs,
    Duration deadline) {

  /** What {@code --options} says otherwise. */
  static final String OPTIONS =
      System.getProperty(
          "tachograph.hostile.options",
          "account=script,limit.allocatedBytes=%d,limit.cpuTime=%dms,limit.stackDepth=1000"
              .formatted(HostileResult.ALLOCATED_BYTES, HostileResult.CPU_MILLIS));
}
