package dev.tachograph.meter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stops a script that has used up a limit.
 *
 * <p>Its subclasses are for hosts that answer differently: nothing ran at all ({@link
 * EvaluationDeniedError}), or somebody wanted it ({@link EvaluationCancelledError}). Everything
 * else that there is to know is in the {@linkplain #breach breach}.
 *
 * <p>It is an {@link Error} because Rhino lets scripts catch exceptions. It is thrown again at
 * every later count of the same evaluation, so that swallowing it gains a script nothing.
 */
public sealed class LimitExceededError extends Error
    permits EvaluationDeniedError, EvaluationCancelledError {
  private static final long serialVersionUID = 1L;

  /** Loaded with this class: an evaluation may be cancelled where its stack has no room for it. */
  @SuppressWarnings("unused")
  private static final List<Class<?>> LOADED =
      List.of(EvaluationDeniedError.class, EvaluationCancelledError.class);

  @SuppressWarnings("serial") // a breach is a plain value, and errors are not sent anywhere
  private final transient Breach breach;

  /** With a stack trace of the calling thread. */
  LimitExceededError(Breach breach) {
    super(breach.message());
    this.breach = breach;
  }

  /** A further throw of a limit that was reported already: no stack trace, no suppression. */
  LimitExceededError(LimitExceededError first) {
    super(first.getMessage(), null, false, false);
    this.breach = first.breach;
  }

  /** The error for this breach, of the class for its kind, with a stack trace of this thread. */
  public static LimitExceededError of(Breach breach) {
    return switch (breach.kind()) {
      case DENIED -> new EvaluationDeniedError(breach);
      case CANCELLED -> new EvaluationCancelledError(breach);
      case EXCEEDED, EXHAUSTED -> new LimitExceededError(breach);
    };
  }

  /** What was exceeded, by whom and where. */
  public Breach breach() {
    return breach;
  }

  /** A stable form for machines: the {@linkplain Breach#toMap breach} and the message. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>(breach.toMap());
    map.put("message", breach.message());
    return map;
  }

  /** {@link #toMap()} as one line of JSON. */
  public String toJson() {
    return Json.compact(toMap());
  }

  /**
   * The same breach as a new throwable. One instance thrown twice would meet itself in {@link
   * #addSuppressed}, whose IllegalArgumentException a script could catch.
   */
  LimitExceededError again() {
    return new LimitExceededError(this);
  }
}
