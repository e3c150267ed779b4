package dev.tachograph.agent.rhino;

import org.jspecify.annotations.Nullable;

/**
 * Stands for Rhino's Context with the fields that the weaver adds to it. Never defined itself.
 *
 * <p>A counter is named after its resource and written by the script's thread alone. Its limit is
 * the most that it may reach before the ledger is asked; anybody may move it with an opaque write.
 */
@SuppressWarnings("NonFinalStaticField")
public class Context {
  long tachograph$iterations;
  long tachograph$iterationsLimit;
  long tachograph$functionCalls;
  long tachograph$functionCallsLimit;
  long tachograph$allocatedBytes;
  long tachograph$allocatedBytesLimit;
  long tachograph$nativeSteps;
  long tachograph$nativeStepsLimit;
  long tachograph$sourceChars;
  long tachograph$codeCredit;
  long tachograph$callsBefore;
  long tachograph$sourceCharsLimit;

  /** The deepest nesting so far. */
  long tachograph$stackDepth;

  long tachograph$stackDepthLimit;

  /**
   * How much the stack may grow before it is deeper than ever: frames in the upper half, estimated
   * bytes in the lower.
   */
  long tachograph$stackRoom;

  /** How many frames the innermost run of the interpreter has put on its own stack. */
  int tachograph$interpreterFrames;

  /** The most bytes of stack so far, as estimated. */
  long tachograph$stackBytes;

  long tachograph$stackBytesLimit;

  /** The largest charge of bytes so far. */
  long tachograph$allocationAtOnce;

  long tachograph$allocationAtOnceLimit;

  /** The thread whose evaluation is open; code without a Context at hand finds it by that. */
  @Nullable Thread tachograph$thread;

  /** The open evaluation, or null while no script code runs. */
  @Nullable Object tachograph$evaluation;

  /** The evaluation that was open last, for what hosts make of what it has left. */
  @Nullable Object tachograph$last;

  /** What was opened last for what a host makes of what was left: no evaluation by the count. */
  @Nullable Object tachograph$making;

  /** Where the open evaluation's costs are charged to functions; null if they are not. */
  @Nullable Object tachograph$calls;

  /** Whether the open evaluation exceeded a limit: from then on nothing of it may run. */
  boolean tachograph$stopped;

  /** The Context whose evaluation is open on the same thread around this one's. */
  @Nullable Context tachograph$outer;

  /** As in Rhino: for the global factory. */
  public Context() {
    this(ContextFactory.getGlobal());
  }

  /** As in Rhino: not yet of any thread. */
  @SuppressWarnings("unused") // Rhino's keeps it
  protected Context(ContextFactory factory) {}

  /** As in Rhino: the Context of this thread, if it has one. */
  public static @Nullable Context getCurrentContext() {
    return null;
  }

  /** As in Rhino: the Context of this thread is no longer needed. */
  public static void exit() {}

  /** As in Rhino: -1 interprets. */
  public final void setOptimizationLevel(int level) {}

  /** As in Rhino: compiles a script and runs it. */
  public final Object evaluateString(
      Scriptable scope, String source, String name, int line, @Nullable Object domain) {
    return this;
  }
}
