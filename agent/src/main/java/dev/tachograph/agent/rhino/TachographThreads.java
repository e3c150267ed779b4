package dev.tachograph.agent.rhino;

import org.jspecify.annotations.Nullable;

/** Where code that has no Context at hand finds the one whose evaluation is open on its thread. */
final class TachographThreads {
  /** Contexts with an open evaluation, by their thread; a guess that is checked. */
  private static final Context[] OPEN = new Context[256];

  private static final int OPEN_MASK = OPEN.length - 1;

  /** The same by the JVM's means, for threads that share a place above. */
  @SuppressWarnings("ThreadLocalUsage") // one for each Rhino
  private static final ThreadLocal<@Nullable Context> CURRENT = new ThreadLocal<>();

  private TachographThreads() {}

  /** The Context whose evaluation is open on this thread. */
  static @Nullable Context meter() {
    Thread thread = Thread.currentThread();
    Context guess = OPEN[(int) thread.getId() & OPEN_MASK];
    if (guess != null && guess.tachograph$thread == thread) {
      return guess;
    }
    return CURRENT.get();
  }

  /** An evaluation starts on this thread, or comes back to it. */
  static void attach(Context cx) {
    Thread thread = Thread.currentThread();
    cx.tachograph$thread = thread;
    cx.tachograph$codeCredit = TachographCharges.FREE_CODE;
    cx.tachograph$stackRoom = (cx.tachograph$stackDepth << 32) + (int) cx.tachograph$stackBytes;
    Context outer = CURRENT.get();
    if (outer != cx) {
      cx.tachograph$outer = outer;
      CURRENT.set(cx);
    }
    OPEN[(int) thread.getId() & OPEN_MASK] = cx;
    if (TachographLedger.ATTRIBUTION.length > 0) {
      TachographFunctions.attach(cx);
    }
  }

  /**
   * It has ended, and the ledger knows: where a Context has no fields, what it had instead goes.
   */
  static void forget(Context cx) {}

  /** It ends, or makes room for another one. */
  static void detach(Context cx) {
    Context outer = cx.tachograph$outer;
    cx.tachograph$calls = null;
    cx.tachograph$thread = null;
    cx.tachograph$outer = null;
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
    int slot = (int) Thread.currentThread().getId() & OPEN_MASK;
    if (OPEN[slot] == cx) {
      OPEN[slot] = outer;
    }
  }
}
