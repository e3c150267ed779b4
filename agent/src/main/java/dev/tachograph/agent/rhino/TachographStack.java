package dev.tachograph.agent.rhino;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** How deep a script's calls are nested, counted and estimated in bytes. */
public final class TachographStack {
  /** The sign bits of both halves of {@code tachograph$stackRoom}. */
  private static final long SIGNS = 0x8000_0000_8000_0000L;

  /** A frame, and what a built-in with 16 words of locals and operands takes of the stack. */
  public static final long BUILT_IN = (1L << 32) + 1_700 + 16 * 8;

  private static final int STACK_CHUNK = 4_096;

  /** Beyond it Rhino's interpreter loses count of its own frames. */
  private static final int MOST_FRAMES = 30_000;

  private static final VarHandle NATIVE_STEPS_LIMIT;
  private static final VarHandle STACK_DEPTH_LIMIT;
  private static final VarHandle STACK_BYTES_LIMIT;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      NATIVE_STEPS_LIMIT =
          lookup.findVarHandle(Context.class, "tachograph$nativeStepsLimit", long.class);
      STACK_DEPTH_LIMIT =
          lookup.findVarHandle(Context.class, "tachograph$stackDepthLimit", long.class);
      STACK_BYTES_LIMIT =
          lookup.findVarHandle(Context.class, "tachograph$stackBytesLimit", long.class);
    } catch (ReflectiveOperationException missing) {
      throw new ExceptionInInitializerError(missing);
    }
  }

  private TachographStack() {}

  /**
   * A method of Rhino that may call back, or call itself, is entered.
   *
   * @param part frames and bytes that it takes of the stack
   * @return what {@link #exitFrame} needs
   */
  public static @Nullable Context enterNative(long part) {
    Context cx = TachographThreads.meter();
    if (cx != null) {
      enterFrame(cx, part);
      try {
        step(cx);
      } catch (Throwable stop) {
        exitFrame(cx, part);
        throw stop;
      }
    }
    return cx;
  }

  /** The same of a built-in that is called: by a host, if nothing is open on this thread. */
  public static @Nullable Context enterCall(long part) {
    Context cx = enterNative(part);
    if (cx == null) {
      TachographTexts.enterFromHost();
    }
    return cx;
  }

  /**
   * A built-in that may call back is called, of the usual size.
   *
   * @param given what it was given
   * @return what {@link #exitBuiltIn} needs
   */
  public static @Nullable Context enterBuiltIn(@Nullable Context given) {
    return given == null || given.tachograph$thread != Thread.currentThread()
        ? enterCall(BUILT_IN)
        : enterGiven(given);
  }

  /** The same of one that makes an object. */
  public static @Nullable Context enterConstructor(@Nullable Context given) {
    return given == null || given.tachograph$thread != Thread.currentThread()
        ? enterNative(BUILT_IN)
        : enterGiven(given);
  }

  private static Context enterGiven(Context given) {
    enterFrame(given, BUILT_IN);
    if (++given.tachograph$nativeSteps > (long) NATIVE_STEPS_LIMIT.getOpaque(given)) {
      tooManySteps(given);
    }
    return given;
  }

  /** The same where steps are not counted. */
  public static @Nullable Context enterBuiltInUnstepped(@Nullable Context given) {
    if (given == null || given.tachograph$thread != Thread.currentThread()) {
      return enterPassage(BUILT_IN);
    }
    enterFrame(given, BUILT_IN);
    return given;
  }

  /** The same where only the step is counted. */
  public static void stepBuiltIn(@Nullable Context given) {
    if (given == null || given.tachograph$thread != Thread.currentThread()) {
      TachographCharges.steps(1);
    } else {
      step(given);
    }
  }

  private static void tooManySteps(Context cx) {
    try {
      TachographLedger.exceeded(cx, TachographLedger.NATIVE_STEPS, 1);
    } catch (Throwable stop) {
      exitBuiltIn(cx);
      throw stop;
    }
  }

  /** It is left, however that comes. */
  public static void exitBuiltIn(@Nullable Context cx) {
    if (cx != null) {
      cx.tachograph$stackRoom += BUILT_IN;
    } else {
      TachographTexts.exitToHost();
    }
  }

  /**
   * A method of Rhino is entered that leads back to scripts now and then, and is no step itself.
   *
   * @param part frames and bytes that it takes of the stack
   * @return what {@link #exitFrame} needs
   */
  public static @Nullable Context enterPassage(long part) {
    Context cx = TachographThreads.meter();
    if (cx != null) {
      enterFrame(cx, part);
    }
    return cx;
  }

  /** One more step of Rhino's own code. */
  static void step(Context cx) {
    if (++cx.tachograph$nativeSteps > (long) NATIVE_STEPS_LIMIT.getOpaque(cx)) {
      TachographLedger.exceeded(cx, TachographLedger.NATIVE_STEPS, 1);
    }
  }

  /** A function of a script is entered. */
  public static void enterFrame(Context cx, long part) {
    long room = cx.tachograph$stackRoom - part;
    cx.tachograph$stackRoom = room;
    if ((room & SIGNS) != 0) {
      deeper(cx, part);
    }
  }

  /** It is left, however that comes. */
  public static void exitFrame(@Nullable Context cx, long part) {
    if (cx != null) {
      cx.tachograph$stackRoom += part;
    } else {
      TachographTexts.exitToHost();
    }
  }

  /** The stack is deeper than ever in this evaluation. */
  private static void deeper(Context cx, long part) {
    long room = cx.tachograph$stackRoom;
    int bytes = (int) room;
    long frames = (room - bytes) >> 32;
    if (frames < 0) {
      cx.tachograph$stackDepth -= frames;
      frames = 0;
    }
    int more = bytes < 0 ? Math.max(STACK_CHUNK, -bytes) : 0;
    cx.tachograph$stackBytes += more;
    cx.tachograph$stackRoom = (frames << 32) + bytes + more;
    try {
      if (cx.tachograph$stackDepth > (long) STACK_DEPTH_LIMIT.getOpaque(cx)) {
        TachographLedger.exceeded(cx, TachographLedger.STACK_DEPTH, 1);
      }
      if (cx.tachograph$stackBytes > (long) STACK_BYTES_LIMIT.getOpaque(cx)) {
        TachographLedger.exceeded(cx, TachographLedger.STACK_BYTES, Math.max(1, more));
      }
    } catch (Throwable stop) {
      cx.tachograph$stackRoom += part;
      throw stop;
    }
  }

  /**
   * The interpreter starts, perhaps within another run of it.
   *
   * @return what {@link #exitInterpreter} needs
   */
  static int enterInterpreter(Context cx, long part) {
    enterFrame(cx, part);
    int outer = cx.tachograph$interpreterFrames;
    cx.tachograph$interpreterFrames = 0;
    return outer;
  }

  /** It ends, with whatever frames it has left on its own stack, which is on the heap. */
  static void exitInterpreter(Context cx, long part, int outer) {
    cx.tachograph$stackRoom += part + ((long) cx.tachograph$interpreterFrames << 32);
    cx.tachograph$interpreterFrames = outer;
  }

  /**
   * This run of the interpreter has so many frames now, and goes on in the last of them: called,
   * returned to, thrown to, or jumped to by a continuation, which is a step for want of other
   * counts.
   */
  static void interpreterFrames(Context cx, int frames) {
    int more = frames - cx.tachograph$interpreterFrames;
    cx.tachograph$interpreterFrames = frames;
    enterFrame(cx, (long) more << 32);
    if (frames > MOST_FRAMES) {
      TachographLedger.exceeded(cx, TachographLedger.STACK_DEPTH, -1);
    }
    step(cx);
  }

  /** Rhino is about to make an ordinary error of a stack overflow. */
  public static void overflowed() {
    Context cx = TachographThreads.meter();
    if (cx != null) {
      TachographLedger.exceeded(cx, TachographLedger.STACK_DEPTH, 0);
    }
  }

  /** How deep it is now. */
  static long depth(Context cx) {
    long room = cx.tachograph$stackRoom;
    return cx.tachograph$stackDepth - ((room - (int) room) >> 32);
  }
}
