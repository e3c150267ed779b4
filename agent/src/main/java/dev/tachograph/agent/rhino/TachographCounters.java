package dev.tachograph.agent.rhino;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What scripts count, compiled and interpreted, and what stands before their handlers.
 *
 * <p>A counter is {@code ++used > limit}. Only the script's thread writes {@code used}; anybody may
 * move {@code limit} with one opaque write, which the next count sees. The branch is not here but
 * in each class of a script: the JIT leaves the slow path out of a loop as long as that branch was
 * never taken, and a script that exceeded its limit must not make the others slower.
 *
 * <p>A script chooses how much stack is left, and it may be too little for what is called here.
 * Then the count stays above its limit: the next one that has the stack for it tells the ledger,
 * which knows how far the script was allowed to come.
 */
public final class TachographCounters {
  private static final VarHandle ITERATION_LIMIT;
  private static final VarHandle FUNCTION_CALL_LIMIT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      ITERATION_LIMIT =
          lookup.findVarHandle(Context.class, "tachograph$iterationsLimit", long.class);
      FUNCTION_CALL_LIMIT =
          lookup.findVarHandle(Context.class, "tachograph$functionCallsLimit", long.class);
    } catch (ReflectiveOperationException missing) {
      throw new ExceptionInInitializerError(missing);
    }
  }

  private TachographCounters() {}

  /**
   * The loop of a compiled script takes its back-edge.
   *
   * @return how many more it may take; below 0, {@link #iterationsExceeded} must be called
   */
  public static long iterationsLeft(Context cx) {
    ++cx.tachograph$iterations;
    return (long) ITERATION_LIMIT.getOpaque(cx) - cx.tachograph$iterations;
  }

  /** Throws, unless the limit was moved meanwhile. */
  public static void iterationsExceeded(Context cx) {
    TachographLedger.exceeded(cx, TachographLedger.ITERATIONS, 1);
  }

  /**
   * A function of a compiled script is entered.
   *
   * @return how many more may be; below 0, {@link #functionCallsExceeded} must be called
   */
  public static long functionCallsLeft(Context cx) {
    ++cx.tachograph$functionCalls;
    return (long) FUNCTION_CALL_LIMIT.getOpaque(cx) - cx.tachograph$functionCalls;
  }

  /** Throws, unless the limit was moved meanwhile. */
  public static void functionCallsExceeded(Context cx) {
    TachographLedger.exceeded(cx, TachographLedger.FUNCTION_CALLS, 1);
  }

  /** The interpreter enters a frame: of a function, unless the type is 0. */
  static void callUnless0(Context cx, int functionType) {
    if (functionType != 0 && functionCallsLeft(cx) < 0) {
      functionCallsExceeded(cx);
    }
  }

  /** The interpreter jumps by so many bytes of its code. */
  static void jump(int offset, Context cx) {
    if (offset < 0 && iterationsLeft(cx) < 0) {
      iterationsExceeded(cx);
    }
  }

  /** Stands in front of every handler in script code: none may run after a breach. */
  public static void guard(Throwable caught, Context cx) {
    if (caught instanceof VirtualMachineError) {
      Throwable stop = TachographLedger.exhausted(caught, cx);
      if (stop != null) {
        throw TachographLedger.raise(stop);
      }
    }
    guard(cx);
  }

  /** Nothing of a stopped evaluation goes on. */
  static void guard(Context cx) {
    if (cx.tachograph$stopped) {
      Throwable stop = TachographLedger.stop(cx);
      if (stop != null) {
        throw TachographLedger.raise(stop);
      }
    }
  }

  /** Hides the interpreter's handlers after a breach. */
  static int handler(int pc, Context cx) {
    return cx.tachograph$stopped ? -1 : pc;
  }
}
