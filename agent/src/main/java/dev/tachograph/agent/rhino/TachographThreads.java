package dev.tachograph.agent.rhino;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** Where code that has no Context at hand finds the one whose evaluation is open on its thread. */
final class TachographThreads {
  /**
   * Contexts with an open evaluation, by their thread. A place is taken by one thread at a time,
   * and nobody else touches what it has put there.
   */
  private static final Context[] OPEN = new Context[256];

  private static final int OPEN_MASK = OPEN.length - 1;

  private static final VarHandle PLACE = MethodHandles.arrayElementVarHandle(Context[].class);

  /** Places that another thread wanted, too: what is not there may be elsewhere. */
  private static final boolean[] SHARED = new boolean[OPEN.length];

  /** The same by the JVM's means, for threads that share a place above. */
  @SuppressWarnings("ThreadLocalUsage") // one for each Rhino
  private static final ThreadLocal<@Nullable Context> CURRENT = new ThreadLocal<>();

  private TachographThreads() {}

  /** The Context whose evaluation is open on this thread. */
  static @Nullable Context meter() {
    Thread thread = Thread.currentThread();
    int place = (int) thread.getId() & OPEN_MASK;
    Context found = OPEN[place];
    if (found != null && found.tachograph$thread == thread) {
      return found;
    }
    return SHARED[place] ? CURRENT.get() : null;
  }

  /** An evaluation starts on this thread, or comes back to it. */
  static void attach(Context cx) {
    Thread thread = Thread.currentThread();
    cx.tachograph$thread = thread;
    cx.tachograph$codeCredit = TachographCharges.FREE_CODE;
    cx.tachograph$callsBefore = 0;
    cx.tachograph$stackRoom = (cx.tachograph$stackDepth << 32) + (int) cx.tachograph$stackBytes;
    Context outer = CURRENT.get();
    if (outer != cx) {
      cx.tachograph$outer = outer;
      CURRENT.set(cx);
    }
    int place = (int) thread.getId() & OPEN_MASK;
    boolean taken = false;
    try {
      taken = take(place, outer, cx);
    } finally {
      if (!taken) { // perhaps because no stack is left for that
        SHARED[place] = true;
      }
    }
    if (TachographLedger.ATTRIBUTION.length > 0) {
      TachographFunctions.attach(cx);
    }
  }

  private static boolean take(int place, @Nullable Context outer, Context cx) {
    Context found = OPEN[place];
    if (found != null && (found == outer || found == cx)) {
      OPEN[place] = cx;
      return true;
    }
    return PLACE.compareAndSet(OPEN, place, (Context) null, cx);
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
