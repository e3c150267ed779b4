package dev.tachograph.agent.rhino;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What a Context counts in a Rhino that was loaded before the agent, whose Context can no longer be
 * given fields: the same fields, beside it. Defined in such a Rhino alone, with a getter and a
 * setter for each of them.
 *
 * <p>Until an evaluation starts there is no limit: a script that ran before the agent came is not
 * metered, and nothing that it calls may stop it.
 */
@SuppressWarnings("unused") // by what is woven
public final class TachographState extends WeakReference<Context> {
  private static final Map<Context, TachographState> ALL = new WeakHashMap<>();

  /** A guess that is checked. */
  private static final AtomicReferenceArray<@Nullable TachographState> RECENT =
      new AtomicReferenceArray<>(256);

  /** Never written. */
  private static final TachographState NOTHING = new TachographState(null);

  private static final MethodHandle FRAME_INDEX = frameIndex();

  long tachograph$iterations;
  long tachograph$iterationsLimit = Long.MAX_VALUE;
  long tachograph$functionCalls;
  long tachograph$functionCallsLimit = Long.MAX_VALUE;
  long tachograph$allocatedBytes;
  long tachograph$allocatedBytesLimit = Long.MAX_VALUE;
  long tachograph$nativeSteps;
  long tachograph$nativeStepsLimit = Long.MAX_VALUE;
  long tachograph$sourceChars;
  long tachograph$sourceCharsLimit = Long.MAX_VALUE;
  long tachograph$codeCredit;
  long tachograph$callsBefore;
  long tachograph$stackDepth;
  long tachograph$stackDepthLimit = Long.MAX_VALUE;
  long tachograph$stackRoom;
  int tachograph$interpreterFrames;
  long tachograph$stackBytes;
  long tachograph$stackBytesLimit = Long.MAX_VALUE;
  long tachograph$allocationAtOnce;
  long tachograph$allocationAtOnceLimit = Long.MAX_VALUE;
  @Nullable Thread tachograph$thread;
  @Nullable Object tachograph$evaluation;
  @Nullable Object tachograph$last;
  @Nullable Object tachograph$making;
  @Nullable Object tachograph$calls;
  boolean tachograph$stopped;
  @Nullable Context tachograph$outer;

  private TachographState(@Nullable Context cx) {
    super(cx);
  }

  /** To be read: where nothing was written since the last evaluation, what stands for nothing. */
  static TachographState of(Context cx) {
    TachographState guess = RECENT.getAcquire(slot(cx));
    if (guess != null && guess.refersTo(cx)) {
      return guess;
    }
    TachographState state;
    synchronized (ALL) {
      state = ALL.get(cx);
    }
    return state == null ? NOTHING : state;
  }

  /** To be written. */
  static TachographState own(Context cx) {
    TachographState guess = RECENT.getAcquire(slot(cx));
    return guess != null && guess.refersTo(cx) ? guess : make(cx);
  }

  private static TachographState make(Context cx) {
    TachographState state;
    synchronized (ALL) {
      state = ALL.get(cx);
      if (state == null) {
        state = new TachographState(cx);
        ALL.put(cx, state);
      }
    }
    RECENT.setRelease(slot(cx), state);
    return state;
  }

  /** The evaluation has ended: hosts make a Context for each, and many of them. */
  static void forget(Context cx) {
    int slot = slot(cx);
    TachographState guess = RECENT.getAcquire(slot);
    if (guess != null && guess.refersTo(cx)) {
      RECENT.compareAndSet(slot, guess, null);
    }
    synchronized (ALL) {
      ALL.remove(cx);
    }
  }

  private static int slot(Context cx) {
    return System.identityHashCode(cx) & (RECENT.length() - 1);
  }

  /** In place of the lookup of a field that the Context has not got. */
  static VarHandle findVarHandle(
      MethodHandles.Lookup lookup, Class<?> context, String name, Class<?> type)
      throws ReflectiveOperationException {
    return lookup.findVarHandle(TachographState.class, name, type);
  }

  /** What a class of a script would have in itself. */
  public static void tachograph$tick(Context cx) {
    if (TachographCounters.iterationsLeft(cx) < 0) {
      TachographCounters.iterationsExceeded(cx);
    }
  }

  /** The same of calls. */
  public static void tachograph$call(Context cx) {
    if (TachographCounters.functionCallsLeft(cx) < 0) {
      TachographCounters.functionCallsExceeded(cx);
    }
  }

  /** What the interpreter would have in itself. */
  static int tachograph$frameNumber(@Nullable Object frame) {
    try {
      return frame == null ? 0 : (int) FRAME_INDEX.invokeExact(frame) + 1;
    } catch (Throwable failure) {
      throw TachographLedger.raise(failure);
    }
  }

  private static MethodHandle frameIndex() {
    String pack = Context.class.getPackageName() + ".";
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    for (String name : new String[] {"Interpreter$CallFrame", "CallFrame"}) {
      for (Class<?> type : new Class<?>[] {int.class, short.class}) {
        try {
          return lookup
              .findGetter(lookup.findClass(pack + name), "frameIndex", type)
              .asType(MethodType.methodType(int.class, Object.class));
        } catch (ReflectiveOperationException other) {
          // of another version
        }
      }
    }
    throw new LinkageError("the interpreter's frames have an unknown shape");
  }
}
