package dev.tachograph.agent.rhino;

import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Tells which function and line runs, so that costs can be charged to it. Used only where somebody
 * wants to know.
 *
 * <p>What was counted up to now is charged to what ran before, and then something else runs.
 */
@SuppressWarnings("NonFinalStaticField") // found out once
public final class TachographFunctions {
  private static final MethodHandle CURRENT;
  private static final MethodHandle SITE;
  private static final MethodHandle CHARGE;
  private static final MethodHandle ENTER;
  private static final MethodHandle LEAVE;
  private static final MethodHandle LINE;
  private static final MethodHandle START_INTERPRETER;
  private static final MethodHandle END_INTERPRETER;
  private static final MethodHandle FRAME;

  static {
    MethodHandle[] handles = TachographLedger.ATTRIBUTION;
    CURRENT = handles[0];
    SITE = handles[1];
    CHARGE = handles[2];
    ENTER = handles[3];
    LEAVE = handles[4];
    LINE = handles[5];
    START_INTERPRETER = handles[6];
    END_INTERPRETER = handles[7];
    FRAME = handles[8];
  }

  /** The interpreter's instruction that changes the line: 0, which is none, before the first. */
  private static byte lineInstruction;

  private TachographFunctions() {}

  /** Now, and not where a script has left too little stack for it. */
  static void initialise() {
    assert FRAME != null;
  }

  /** An evaluation runs on this Context from now on. */
  static void attach(Context cx) {
    try {
      cx.tachograph$calls = (Object) CURRENT.invokeExact();
    } catch (Throwable failure) {
      throw TachographLedger.raise(failure);
    }
  }

  /** Where the Context's costs go, which have been charged up to now; null if they go nowhere. */
  private static @Nullable Object charged(Context cx) throws Throwable {
    Object recorder = cx.tachograph$calls;
    if (recorder != null) {
      CHARGE.invokeExact(
          recorder,
          cx.tachograph$iterations,
          cx.tachograph$functionCalls,
          cx.tachograph$allocatedBytes,
          cx.tachograph$nativeSteps);
    }
    return recorder;
  }

  private static Object site(JSDescriptor descriptor) throws Throwable {
    Object site = descriptor.tachograph$site;
    if (site == null) {
      site = (Object) SITE.invokeExact((Object) descriptor);
      descriptor.tachograph$site = site;
    }
    return site;
  }

  /**
   * A function or a script starts, or a generator goes on.
   *
   * @return what {@link #leave} needs
   */
  public static @Nullable Object enter(Context cx, @Nullable JSDescriptor descriptor) {
    try {
      Object recorder = charged(cx);
      return recorder == null || descriptor == null
          ? null
          : (Object) ENTER.invokeExact(recorder, site(descriptor));
    } catch (Throwable failure) {
      throw TachographLedger.raise(failure);
    }
  }

  /** It returns, throws or yields. */
  public static void leave(Context cx, @Nullable Object caller) {
    try {
      Object recorder = charged(cx);
      if (recorder != null && caller != null) {
        LEAVE.invokeExact(recorder, caller);
      }
    } catch (Throwable failure) {
      throw TachographLedger.raise(failure);
    }
  }

  /** A statement begins. */
  public static void line(Context cx, int line) {
    try {
      Object recorder = charged(cx);
      if (recorder != null) {
        LINE.invokeExact(recorder, line);
      }
    } catch (Throwable failure) {
      throw TachographLedger.raise(failure);
    }
  }

  /**
   * The interpreter starts, perhaps within another run of it.
   *
   * @return what {@link #endInterpreter} needs
   */
  static @Nullable Object startInterpreter(Context cx) {
    Object recorder = cx.tachograph$calls;
    try {
      return recorder == null ? null : (Object) START_INTERPRETER.invokeExact(recorder);
    } catch (Throwable failure) {
      throw TachographLedger.raise(failure);
    }
  }

  /** It ends. */
  static void endInterpreter(Context cx, @Nullable Object run) {
    try {
      Object recorder = charged(cx);
      if (recorder != null && run != null) {
        END_INTERPRETER.invokeExact(recorder, run);
      }
    } catch (Throwable failure) {
      throw TachographLedger.raise(failure);
    }
  }

  /**
   * The interpreter changes the line.
   *
   * @param pc where the line stands in its code, behind the instruction that says so
   */
  public static void lineChange(Context cx, byte[] code, int pc) {
    lineInstruction = code[pc - 1];
    line(cx, lineAt(code, pc));
  }

  /**
   * The interpreter goes on in a frame.
   *
   * @param number of the frame in this run of the interpreter, from 1
   * @param lineStart where its line stands in its code; something else before it has come to one
   */
  static void frame(
      Context cx, int number, @Nullable JSDescriptor descriptor, byte[] code, int lineStart) {
    boolean known =
        lineStart > 0 && lineStart < code.length - 1 && code[lineStart - 1] == lineInstruction;
    try {
      Object recorder = charged(cx);
      if (recorder != null && descriptor != null) {
        FRAME.invokeExact(recorder, number, site(descriptor), known ? lineAt(code, lineStart) : 0);
      }
    } catch (Throwable failure) {
      throw TachographLedger.raise(failure);
    }
  }

  private static int lineAt(byte[] code, int position) {
    return ((code[position] & 0xFF) << Byte.SIZE) | (code[position + 1] & 0xFF);
  }
}
