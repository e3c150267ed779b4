package dev.tachograph.agent.rhino;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The ledger as woven code sees it: what is asked when a counter passes its limit. */
final class TachographLedger {
  static final int ITERATIONS = 0;
  static final int FUNCTION_CALLS = 1;
  static final int ALLOCATED_BYTES = 2;
  static final int NATIVE_STEPS = 3;
  static final int SOURCE_CHARS = 4;
  static final int STACK_DEPTH = 5;
  static final int STACK_BYTES = 6;
  static final int ALLOCATION_AT_ONCE = 7;

  static final MethodHandle ENTER;
  static final MethodHandle ENTER_JOBS;
  static final MethodHandle EXIT;
  static final MethodHandle SUSPEND;
  static final MethodHandle RESUME;
  static final MethodHandle CREATED;
  static final MethodHandle COMPILED;
  static final MethodHandle ENTER_COMPILE;
  static final MethodHandle ENTER_TEXT;

  /** For {@link TachographFunctions}; empty if nobody wants to know about functions. */
  static final MethodHandle[] ATTRIBUTION;

  private static final MethodHandle EXCEEDED;
  private static final MethodHandle IS_BOUND;
  private static final int OF_LEDGER = 11;

  static {
    MethodHandle[] handles = Kernel.connect(MethodHandles.lookup());
    ENTER = handles[0];
    ENTER_JOBS = handles[1];
    EXCEEDED = handles[2];
    EXIT = handles[3];
    SUSPEND = handles[4];
    RESUME = handles[5];
    CREATED = handles[6];
    COMPILED = handles[7];
    ENTER_COMPILE = handles[8];
    ENTER_TEXT = handles[9];
    IS_BOUND = handles[10];
    ATTRIBUTION = Arrays.copyOfRange(handles, OF_LEDGER, handles.length);
    if (ATTRIBUTION.length > 0) {
      TachographFunctions.initialise();
    }
  }

  private TachographLedger() {}

  static void exceeded(Context cx, int counter, long requested) {
    Throwable stop = ask(cx, counter, requested);
    if (stop != null) {
      throw raise(stop);
    }
  }

  /**
   * The JVM has no stack or no memory left: whoever uses it up is stopped.
   *
   * @return the breach; where even that takes more stack than there is, another overflow, which the
   *     next handler further out tells instead; null for any other error
   */
  static @Nullable Throwable exhausted(@Nullable Throwable caught, Context cx) {
    if (caught instanceof StackOverflowError) {
      return ask(cx, STACK_DEPTH, 0);
    }
    return caught instanceof OutOfMemoryError ? ask(cx, ALLOCATED_BYTES, 0) : null;
  }

  /** What stopped the evaluation; null if it may go on after all. */
  static @Nullable Throwable stop(Context cx) {
    Throwable stop = ask(cx, ITERATIONS, 1);
    return stop == null ? ask(cx, FUNCTION_CALLS, 1) : stop;
  }

  /** What to throw; null if the limit was moved, or was not reached. */
  static @Nullable Throwable ask(Context cx, int counter, long requested) {
    Object evaluation = cx.tachograph$evaluation;
    cx.tachograph$stopped = evaluation != null;
    try {
      Throwable stop = (Throwable) EXCEEDED.invokeExact(evaluation, counter, requested);
      if (stop == null) {
        cx.tachograph$stopped = false;
      }
      return stop;
    } catch (Throwable own) {
      return own;
    }
  }

  /** Whether the API has opened an evaluation on this thread, which scripts join. */
  static boolean isBound() {
    try {
      return (boolean) IS_BOUND.invokeExact();
    } catch (Throwable failure) {
      throw raise(failure);
    }
  }

  /** Throws anything; declared to return so that callers can say {@code throw}. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  static <T extends Throwable> RuntimeException raise(@Nullable Throwable any) throws T {
    throw (T) (any == null ? new IllegalStateException("a limit was moved unseen") : any);
  }
}
