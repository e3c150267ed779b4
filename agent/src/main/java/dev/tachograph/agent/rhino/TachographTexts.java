package dev.tachograph.agent.rhino;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What hosts make of what evaluations have left: after the evaluation it takes what it takes all
 * the same, and is limited like it.
 *
 * <p>Among that are messages of what scripts threw, where Rhino makes them when a host asks. No
 * limit reaches a host that only wants to know what failed: it is told instead of the message.
 */
public final class TachographTexts {
  private static final String LIMIT = Context.class.getPackageName() + ".TachographLimitException";

  private TachographTexts() {}

  /** The evaluation that is open here, which throws something. */
  public static @Nullable Object thrower() {
    Context cx = TachographThreads.meter();
    return cx == null ? null : cx.tachograph$evaluation;
  }

  /**
   * A message is asked for.
   *
   * @return the Context that counts what it takes; null if that is nothing, or an open evaluation
   *     pays
   */
  public static @Nullable Context counter(JavaScriptException thrown) {
    return host(thrown.getValue());
  }

  /** The same where a host wants something of a value. */
  public static @Nullable Context host(@Nullable Object value) {
    boolean plain =
        value instanceof String
            || !(value instanceof Scriptable
                || value instanceof CharSequence
                || value instanceof BigInteger);
    return plain ? null : host();
  }

  /** The same where a host calls what may take long, if no script does. */
  public static @Nullable Context host() {
    return TachographThreads.meter() != null ? null : counter();
  }

  /** It is about to begin. The account pays whose script ran last on the thread's Context. */
  public static void begin(@Nullable Context counter) {
    if (counter != null) {
      Context current = Context.getCurrentContext();
      TachographEvaluations.enterText(
          counter, current == null ? null : current.tachograph$last, null);
    }
  }

  /** It has ended; throws a limit that was exceeded, as a script's own code would. */
  public static void ended(@Nullable Context counter) {
    if (counter != null) {
      TachographEvaluations.completed(counter, true);
    }
  }

  /** It failed: what the host must see. */
  public static Throwable failed(Throwable failure, @Nullable Context counter) {
    return counter == null || counter.tachograph$evaluation == null
        ? failure // which denied it, if there is one
        : TachographEvaluations.failed(failure, counter, true);
  }

  /**
   * A host calls a built-in by itself, while nothing is open on its thread. Before a script has run
   * on the thread's Context, that is Rhino's own setting up.
   */
  static void enterFromHost() {
    Context current = Context.getCurrentContext();
    if (current != null && current.tachograph$last != null) {
      begin(host());
    }
  }

  /**
   * It returns, or fails. What has been opened since is what {@link #enterFromHost} opened, or what
   * took its place; whatever else was opened has ended.
   */
  static void exitToHost() {
    ended(TachographThreads.meter());
  }

  private static @Nullable Context counter() {
    Context current = Context.getCurrentContext();
    if (current == null) {
      return new Context(ContextFactory.getGlobal());
    }
    return current.tachograph$evaluation == null ? current : null;
  }

  /**
   * The message is about to be made.
   *
   * @param thrower the evaluation that pays, if it is known
   */
  public static void begin(
      JavaScriptException thrown, @Nullable Object thrower, @Nullable Context counter) {
    if (counter != null) {
      TachographEvaluations.enterText(counter, thrower, thrown.sourceName());
    }
  }

  /** The message is made, unless a limit was exceeded that Rhino has swallowed. */
  public static String made(String text, JavaScriptException thrown, @Nullable Context counter) {
    Throwable stop = counter == null ? null : TachographEvaluations.exit(counter, null);
    return stop == null ? text : without(thrown, stop);
  }

  /** It could not be made; throws what Rhino threw. */
  public static String failed(
      Throwable failure, JavaScriptException thrown, @Nullable Context counter) {
    if (counter == null) {
      throw TachographLedger.raise(failure);
    }
    Throwable stop =
        counter.tachograph$evaluation == null
            ? failure // which denied it
            : TachographEvaluations.exit(counter, failure);
    if (stop != null) {
      return without(thrown, stop);
    }
    if (failure.getClass().getName().equals(LIMIT)) { // of a script that ran meanwhile
      return without(thrown, failure);
    }
    throw TachographLedger.raise(failure);
  }

  private static String without(JavaScriptException thrown, Throwable stop) {
    Object value = thrown.getValue();
    String type = value == null ? "null" : value.getClass().getSimpleName();
    Throwable limit = stop.getCause() == null ? stop : stop.getCause();
    return type + ", whose message was not made: " + limit.getMessage();
  }
}
