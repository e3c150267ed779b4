package dev.tachograph.bench.peers;

import dev.tachograph.bench.corpus.HostileMarks;
import dev.tachograph.bench.corpus.HostileScript;
import java.util.Locale;
import java.util.regex.Pattern;

/** What became of an attack. The same rules for every peer, ourselves included. */
enum ReachOutcome {
  /** A limit of the peer's ended it in time. */
  STOPPED,
  /** It ended in time with an error that scripts can have, or that the host can handle. */
  REFUSED,
  /** It ended by itself in time, and got nothing. */
  COMPLETED,
  /** It ended, by itself or not, and took more than twice the time that it was given. */
  LATE,
  /** The host got a StackOverflowError, and went on. */
  STACK_OVERFLOW,
  /** The host's heap was full. */
  OUT_OF_MEMORY,
  /** It had not ended at the deadline, or went on behind the host's back. */
  HUNG,
  /** It ended the process. */
  CRASHED,
  /** An innocent script gave a wrong answer in the same process afterwards. */
  DAMAGED,
  /** It says that it outlived its limit, or reached what it should not. */
  ESCAPED,
  /** It uses what the peer, or its language, does not have. */
  NOT_APPLICABLE;

  /** What an evaluation may take in all before it is late. */
  static final long LATE_MILLIS = 2_000;

  /** Errors that say that something is not there to be attacked. */
  private static final Pattern ABSENT =
      Pattern.compile(
          "is not defined|is not a function|not a function|no such function|Cannot find function"
              + "|is not a constructor|has no method|not supported|is undefined");

  /** A script's own error is no sign that it caught a limit. */
  private static final Pattern OWN_ERROR =
      Pattern.compile(
          "ESCAPED [^:|]*: (?:Type|Reference|Range|Syntax|Internal)Error:"
              + " (?!interrupted|out of memory)[^|]*");

  /** What tables call it. */
  String label() {
    return this == NOT_APPLICABLE ? "n/a" : name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** Whether the host kept the upper hand. */
  boolean held() {
    return this == STOPPED || this == REFUSED || this == COMPLETED;
  }

  /** Why a script is not run at all, for nobody; the empty string if it is. */
  static String leftOut(HostileScript script) {
    if (script.has("host")) {
      return "needs an object of a Java host: what that exposes is the host's choice";
    }
    if (script.has("enhanced")) {
      return "needs a feature of Rhino that no documentation recommends for such scripts";
    }
    if (script.option("shutter").startsWith("allow")) {
      return "needs a Rhino that lets scripts have classes";
    }
    if (script.has("e4xcp")) {
      return "needs E4X, which Rhino alone has";
    }
    return "";
  }

  /**
   * How one that was answered ended.
   *
   * @param ending the name of what the peer told
   * @param text its result, or its error, and what it told {@code sink}
   * @param millis the wall time or the CPU time of the process, whichever is less: a busy machine
   *     makes nobody late, and neither do the JVM's own threads
   */
  static ReachOutcome of(String ending, String text, long millis) {
    if (ending.equals("SYNTAX")) {
      return NOT_APPLICABLE;
    }
    if (HostileMarks.escaped(OWN_ERROR.matcher(text).replaceAll(""))) {
      return ESCAPED;
    }
    if (ending.equals("OUT_OF_MEMORY")) {
      return OUT_OF_MEMORY;
    }
    if (millis > LATE_MILLIS) {
      return LATE;
    }
    return switch (ending) {
      case "STACK" -> STACK_OVERFLOW;
      case "LIMIT" -> STOPPED;
      case "COMPLETED" -> COMPLETED;
      default -> ABSENT.matcher(text).find() ? NOT_APPLICABLE : REFUSED;
    };
  }
}
