package dev.tachograph.meter;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that a script consumes and that a limit can bound.
 *
 * <p>All counters are exact 64-bit integers from 0 to {@link Long#MAX_VALUE}; additions saturate.
 * The {@linkplain #key() key} is the resource's name in options, JMX, JFR and JSON.
 */
public enum Resource {
  /**
   * Back-edges that JavaScript's loops take: a do-while of n rounds counts n-1, a {@code for} or
   * {@code while} of n rounds counts n, a for-in or for-of over nothing counts 0. Not counted:
   * loops inside Rhino's own built-ins.
   */
  ITERATIONS("iterations", true),

  /**
   * Entries of script-defined function bodies by any caller ({@code new}, getters, bound functions,
   * callbacks, promise jobs) and the creation of generators. Not counted: the top level of a
   * script, the body of an {@code eval}, the resumption of a generator, and native functions.
   */
  FUNCTION_CALLS("functionCalls", true),

  /**
   * Evaluations that were admitted. Bounded only cumulatively: a single evaluation is always one.
   * Not counted: evaluations that were denied.
   */
  EVALUATIONS("evaluations", false);

  private static final List<Resource> ALL = List.of(values());

  private final String key;
  private final boolean limitedPerEvaluation;

  Resource(String key, boolean limitedPerEvaluation) {
    this.key = key;
    this.limitedPerEvaluation = limitedPerEvaluation;
  }

  /** The name of this resource in options, JMX, JFR and JSON, for example {@code functionCalls}. */
  public String key() {
    return key;
  }

  /** Whether a single evaluation can be limited in this resource, or only an account's total. */
  public boolean isLimitedPerEvaluation() {
    return limitedPerEvaluation;
  }

  /** The flag of the command line that limits this resource, without its prefix. */
  public String flag() {
    return key.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** All resources in their fixed order, which is also the order of arrays of counters. */
  public static List<Resource> all() {
    return ALL;
  }

  /** Finds the resource with this {@linkplain #key() key}; keys are case-sensitive. */
  public static Optional<Resource> ofKey(String key) {
    return ALL.stream().filter(resource -> resource.key.equals(key)).findFirst();
  }
}
