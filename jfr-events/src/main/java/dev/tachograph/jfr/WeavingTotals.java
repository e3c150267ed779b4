package dev.tachograph.jfr;

import java.util.List;

/**
 * What an agent did to classes since the start of the JVM. Immutable and thread-safe.
 *
 * @param scriptClasses compiled scripts that are metered
 * @param runtimeClasses classes of Rhino that are metered
 * @param refused classes that cannot be metered and were not let in
 * @param rhinoVersions the versions of Rhino that were found
 */
public record WeavingTotals(
    long scriptClasses, long runtimeClasses, long refused, List<String> rhinoVersions) {
  /** Copies. */
  public WeavingTotals {
    rhinoVersions = List.copyOf(rhinoVersions);
  }

  /** Nothing was woven. */
  public static WeavingTotals none() {
    return new WeavingTotals(0, 0, 0, List.of());
  }
}
