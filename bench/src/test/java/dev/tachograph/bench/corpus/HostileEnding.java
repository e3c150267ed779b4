package dev.tachograph.bench.corpus;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mozilla.javascript.RhinoException;

/**
 * How a hostile script ended, as its own JVM sees it; the components are those of {@link
 * HostileResult}.
 */
record HostileEnding(HostileResult.Outcome outcome, String resource, String phase, String text) {
  private static final Pattern LIMITED =
      Pattern.compile("(?:limit|exceeded)[^a-z]*([a-z]+[A-Z]\\w+)");

  /** Something that may fail in every way. */
  interface Attempt {
    HostileEnding run() throws Exception;
  }

  /** An ending of which neither resource nor phase is known. */
  static HostileEnding of(HostileResult.Outcome outcome, String text) {
    return new HostileEnding(outcome, "", "", text);
  }

  /** What an attempt says, or how it fails. */
  static HostileEnding attempt(String phase, Attempt attempt) {
    try {
      return attempt.run();
    } catch (Throwable failure) {
      return classify(phase, failure);
    }
  }

  /** Runs no script code: an exception's own text may be made by some. */
  static HostileEnding classify(String phase, Throwable failure) {
    HostileResult.Outcome outcome =
        failure instanceof RhinoException
            ? HostileResult.Outcome.JS_ERROR
            : HostileResult.Outcome.OTHER;
    int depth = 0;
    for (Throwable cause = failure; cause != null && depth++ < 20; cause = cause.getCause()) {
      if (isLimit(cause.getClass())) {
        String message = String.valueOf(cause.getMessage());
        return new HostileEnding(outcome(message), resource(cause), phase, message);
      }
      if (cause instanceof OutOfMemoryError) {
        outcome = HostileResult.Outcome.OUT_OF_MEMORY;
      } else if (cause instanceof StackOverflowError) {
        outcome = HostileResult.Outcome.STACK_OVERFLOW;
      }
    }
    String text = failure.getClass().getSimpleName();
    if (!(failure instanceof RhinoException)) {
      StackTraceElement[] frames = failure.getStackTrace();
      text = failure + (frames.length == 0 ? "" : " at " + frames[0]);
    }
    return new HostileEnding(outcome, "", phase, text);
  }

  /** A limit that nothing but the JVM itself has enforced is none, whatever it is reported as. */
  private static HostileResult.Outcome outcome(String message) {
    if (message.contains("the heap of this JVM was full")) {
      return HostileResult.Outcome.OUT_OF_MEMORY;
    }
    return message.contains("the stack of its thread was full")
        ? HostileResult.Outcome.STACK_OVERFLOW
        : HostileResult.Outcome.LIMIT;
  }

  /** Denials and cancellations are subclasses of it. */
  private static boolean isLimit(Class<?> thrown) {
    return thrown.getName().endsWith(".LimitExceededError")
        || thrown.getSuperclass().getName().endsWith(".LimitExceededError");
  }

  /** The class is the agent's: there is no other way to it than reflection. */
  private static String resource(Throwable limit) {
    try {
      Object breach = limit.getClass().getMethod("breach").invoke(limit);
      Object resource = breach.getClass().getMethod("resource").invoke(breach);
      return String.valueOf(resource.getClass().getMethod("key").invoke(resource));
    } catch (ReflectiveOperationException | RuntimeException hidden) {
      Matcher named = LIMITED.matcher(String.valueOf(limit.getMessage()));
      return named.find() ? named.group(1) : "unknown";
    }
  }

  /** The worse of two counts; a limit wins over what a script does by itself. */
  HostileEnding and(HostileEnding next) {
    HostileEnding shown = rank(next) >= rank(this) ? next : this;
    String both = text.isEmpty() ? next.text : text + " | " + next.text;
    return new HostileEnding(shown.outcome, shown.resource, shown.phase, both);
  }

  private static int rank(HostileEnding ending) {
    return switch (ending.outcome) {
      case COMPLETED -> 0;
      case JS_ERROR -> 1;
      case LIMIT -> 2;
      default -> 3;
    };
  }
}
