package dev.tachograph.bench.corpus;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a hostile script ended, and whether that is good enough.
 *
 * @param id category and name
 * @param mode {@code compiled} or {@code interpreted}
 * @param expectation what an ideal sandbox does with it
 * @param outcome how it ended
 * @param resource which limit it exceeded, or the empty string
 * @param phase what was going on when it ended: {@code run}, {@code result} or {@code error}, the
 *     latter two while the host turned them into text
 * @param millis how long the host waited
 * @param cpuMillis CPU time of the script's thread
 * @param allocatedBytes what the JVM says that the script's thread allocated
 * @param text the result, the error, or where it was when it was given up
 * @param poison what does not work in this JVM any more, or the empty string
 */
record HostileResult(
    String id,
    String mode,
    String expectation,
    Outcome outcome,
    String resource,
    String phase,
    long millis,
    long cpuMillis,
    long allocatedBytes,
    String text,
    String poison) {

  /** The limits that all scripts run under. */
  static final long ALLOCATED_BYTES = 64L << 20;

  /** The limit of the CPU time. */
  static final long CPU_MILLIS = 1_000;

  /**
   * The JVM's figures are not the meter's: temporary objects are not charged, and a watchdog comes
   * late. What took more than this many times a limit took too much.
   */
  static final int TOLERANCE = 2;

  /** Rhino itself refused, and the script caught that and made it its result. */
  private static final Pattern REFUSAL = Pattern.compile("\\b\\w*Error: ");

  /** What scripts say that got away. */
  private static final Pattern ESCAPE = Pattern.compile("ESCAPED|ran during tenant");

  /** In the order of badness. */
  enum Outcome {
    /** It could not be run. */
    SKIPPED,
    /** A limit ended it. */
    LIMIT,
    /** It ended with an error that scripts can catch. */
    JS_ERROR,
    /** It ended. */
    COMPLETED,
    /** An exception that has no business to leave Rhino. */
    OTHER,
    /** The stack was full. */
    STACK_OVERFLOW,
    /** The heap was full. */
    OUT_OF_MEMORY,
    /** It had not ended when the host ran out of patience. */
    HANG,
    /** It ended the JVM. */
    JVM_DIED;

    /** What tables call it. */
    String label() {
      return switch (this) {
        case STACK_OVERFLOW -> "StackOverflowError";
        case OUT_OF_MEMORY -> "OutOfMemoryError";
        default -> name().toLowerCase(Locale.ROOT).replace('_', '-');
      };
    }
  }

  /** Whether a sandbox held. */
  enum Verdict {
    /** A limit stopped it. */
    LIMIT,
    /** It ended with an ordinary error, mostly because Rhino refused; nobody needed a limit. */
    REFUSED,
    /** It ended by itself and used less than the limits. */
    WITHIN,
    /** It could not be run. */
    SKIPPED,
    /** The attack succeeded. */
    OPEN;

    /** What tables call it. */
    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Verdict verdict() {
    if (outcome == Outcome.SKIPPED) {
      return Verdict.SKIPPED;
    }
    if (!poison.isEmpty() || ESCAPE.matcher(text).find()) {
      return Verdict.OPEN;
    }
    if (outcome == Outcome.LIMIT) {
      return expectation.startsWith("harmless") ? Verdict.OPEN : Verdict.LIMIT;
    }
    boolean ended = outcome == Outcome.COMPLETED || outcome == Outcome.JS_ERROR;
    if (!ended || isOverrun() || expectation.contains("must not be")) {
      return Verdict.OPEN;
    }
    if (outcome == Outcome.JS_ERROR || REFUSAL.matcher(text).find()) {
      return Verdict.REFUSED;
    }
    // How deep it went is not to be seen from outside; and what is forbidden may not succeed.
    boolean harmless = expectation.contains("harmless");
    boolean mustFail = expectation.startsWith("denied") || expectation.startsWith("limit: stack");
    return mustFail && !harmless ? Verdict.OPEN : Verdict.WITHIN;
  }

  /** Whether the JVM says that it used a multiple of a limit, whatever ended it. */
  boolean isOverrun() {
    return cpuMillis > TOLERANCE * CPU_MILLIS || allocatedBytes > TOLERANCE * ALLOCATED_BYTES;
  }

  /** A limit ended it, but long after it should have. */
  boolean isLate() {
    return verdict() == Verdict.LIMIT && isOverrun();
  }

  /** Category and name are separated by a slash. */
  String category() {
    return id.substring(0, id.indexOf('/'));
  }

  /** How it ended in one word or some. */
  String ending() {
    return outcome.label()
        + (resource.isEmpty() ? "" : " " + resource)
        + (phase.isEmpty() || phase.equals("run") ? "" : " (" + phase + ")")
        + (poison.isEmpty() ? "" : " poisoned");
  }

  HostileResult withPoison(String found) {
    return new HostileResult(
        id,
        mode,
        expectation,
        outcome,
        resource,
        phase,
        millis,
        cpuMillis,
        allocatedBytes,
        text,
        found);
  }

  static String tableHead() {
    return """
        | script | mode | expected | outcome | resource | verdict | ms | CPU ms | JVM-allocated MB | text |
        |---|---|---|---|---|---|---:|---:|---:|---|""";
  }

  String tableRow() {
    return "| %s | %s | %s | %s | %s | %s | %d | %d | %d | %s |"
        .formatted(
            id,
            mode,
            cell(expectation),
            outcome.label()
                + (phase.isEmpty() || phase.equals("run") ? "" : " (" + phase + ")")
                + (poison.isEmpty() ? "" : ", poisoned: " + cell(poison)),
            resource,
            verdict().label() + (isLate() ? ", late" : ""),
            millis,
            cpuMillis,
            allocatedBytes >> 20,
            cell(text));
  }

  private static String cell(String text) {
    return text.replace('|', '/').replace("<", "&lt;");
  }

  /** One line for people who wait for it. */
  @Override
  public String toString() {
    return "%-8s %-11s %-48s %-34s %6d ms %6d cpu %6d MB  %s%s"
        .formatted(
            verdict() == Verdict.OPEN ? "OPEN" : isLate() ? "limit*" : verdict().label(),
            mode,
            id,
            ending(),
            millis,
            cpuMillis,
            allocatedBytes >> 20,
            text,
            poison.isEmpty() ? "" : " POISONED " + poison);
  }
}
