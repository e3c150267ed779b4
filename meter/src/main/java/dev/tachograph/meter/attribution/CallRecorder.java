package dev.tachograph.meter.attribution;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Charges what an evaluation counts to the function and line that runs.
 *
 * <p>Whenever another function or line begins, what the counters have gone up by since the last
 * time is the cost of the one before. So nothing is counted twice, and nothing is lost. Used by one
 * thread at a time, but for {@link #position}.
 */
public final class CallRecorder {
  /** What is charged: iterations, calls, bytes, steps; the ledger's first counters. */
  public static final int COUNTS = 4;

  private static final VarHandle CURRENT;

  static {
    try {
      CURRENT = MethodHandles.lookup().findVarHandle(CallRecorder.class, "current", LineCell.class);
    } catch (ReflectiveOperationException missing) {
      throw new ExceptionInInitializerError(missing);
    }
  }

  private final Stripe stripe;
  private LineCell current;
  private @Nullable InterpreterRun run;
  private boolean stopped;
  private long iterations;
  private long functionCalls;
  private long allocatedBytes;
  private long nativeSteps;

  CallRecorder(Stripe stripe, long[] counts) {
    this.stripe = stripe;
    current = stripe.nativeCell();
    seen(counts);
  }

  private void seen(long[] counts) {
    iterations = counts[0];
    functionCalls = counts[1];
    allocatedBytes = counts[2];
    nativeSteps = counts[3];
  }

  /** What the counters have gone up to by now is the cost of what runs. */
  public void charge(long iterations, long functionCalls, long bytes, long nativeSteps) {
    if (!stopped) {
      LineCell cell = current;
      cell.iterations += iterations - this.iterations;
      cell.functionCalls += functionCalls - this.functionCalls;
      cell.allocatedBytes += bytes - this.allocatedBytes;
      cell.nativeSteps += nativeSteps - this.nativeSteps;
      this.iterations = iterations;
      this.functionCalls = functionCalls;
      this.allocatedBytes = bytes;
      this.nativeSteps = nativeSteps;
    }
  }

  /**
   * A function or a script starts, or a generator goes on.
   *
   * @return what {@link #leave} needs
   */
  public Object enter(CallSite site) {
    LineCell caller = current;
    go(stripe.cell(stripe.callee(caller.node, site), 0));
    return caller;
  }

  /** It returns, throws or yields. */
  public void leave(Object caller) {
    go((LineCell) caller);
  }

  /** A statement begins. */
  public void line(int line) {
    if (current.line != line) {
      go(stripe.cell(current.node, line));
    }
  }

  /**
   * The interpreter starts, perhaps within another run of it.
   *
   * @return what {@link #endInterpreter} needs
   */
  public Object startInterpreter() {
    InterpreterRun started = new InterpreterRun(run, current);
    run = started;
    return started;
  }

  /** It ends. */
  public void endInterpreter(Object started) {
    InterpreterRun ended = (InterpreterRun) started;
    run = ended.outer;
    go(ended.caller);
  }

  /**
   * The interpreter goes on in a frame: called, returned to, thrown to, or resumed.
   *
   * @param number of the frame in this run of the interpreter, from 1
   * @param site of its function
   * @param line at which it goes on
   */
  public void frame(int number, CallSite site, int line) {
    InterpreterRun of = run;
    if (of != null) {
      go(stripe.cell(of.frame(stripe, number, site), line));
    }
  }

  private void go(LineCell cell) {
    CURRENT.setOpaque(this, cell);
  }

  /** Charges up to these counts: iterations, calls, bytes, steps. */
  void settle(long[] counts) {
    charge(counts[0], counts[1], counts[2], counts[3]);
  }

  /** The evaluation was stopped with these counts, whatever its counters say from now on. */
  void stop(long[] counts) {
    settle(counts);
    stopped = true;
  }

  /** The line that runs now, for whoever asks from another thread. */
  LineCell position() {
    return (LineCell) CURRENT.getOpaque(this);
  }

  Stripe stripe() {
    return stripe;
  }
}
