package dev.tachograph.agent.rhino;

import org.jspecify.annotations.Nullable;

/** Opens an evaluation where a host enters script code, and closes it where control returns. */
public final class TachographEvaluations {
  private TachographEvaluations() {}

  /**
   * Script code is about to start.
   *
   * @return whether this opened an evaluation; otherwise the Context's open one is joined
   */
  public static boolean enter(Context cx, Object entry) {
    Object open = cx.tachograph$evaluation;
    if (open != null && open != cx.tachograph$making) {
      TachographCounters.guard(cx);
      return false;
    }
    if (open != null) {
      completed(cx, true);
    }
    open(cx, entry);
    return open == null;
  }

  private static void open(Context cx, Object entry) {
    try {
      cx.tachograph$evaluation = (Object) TachographLedger.ENTER.invokeExact((Object) cx, entry);
    } catch (Throwable denied) {
      throw TachographLedger.raise(denied);
    }
    TachographThreads.attach(cx);
  }

  /** Source is about to be compiled, which may come before any script code runs. */
  public static boolean enterCompile(Context cx, @Nullable Object sourceName) {
    if (cx.tachograph$evaluation != null) {
      TachographCounters.guard(cx);
      return false;
    }
    try {
      cx.tachograph$evaluation =
          (Object) TachographLedger.ENTER_COMPILE.invokeExact((Object) cx, sourceName);
    } catch (Throwable denied) {
      throw TachographLedger.raise(denied);
    }
    TachographThreads.attach(cx);
    return true;
  }

  /**
   * A text is about to be made of what a script has left, while nothing is open here. It gives way
   * to an evaluation as soon as script code starts on its Context, and that lasts as long as it
   * would have.
   *
   * @param owner the evaluation that left it, if that is known
   * @param sourceName where it is from otherwise
   */
  static void enterText(Context cx, @Nullable Object owner, @Nullable Object sourceName) {
    boolean joins = TachographLedger.isBound();
    Object open;
    try {
      open = (Object) TachographLedger.ENTER_TEXT.invokeExact((Object) cx, owner, sourceName);
    } catch (Throwable denied) {
      throw TachographLedger.raise(denied);
    }
    cx.tachograph$evaluation = open;
    cx.tachograph$making = joins ? null : open;
    TachographThreads.attach(cx);
  }

  /** Script code returned; a breach that somebody swallowed is thrown again. */
  public static void completed(Context cx, boolean opened) {
    if (opened) {
      Throwable stop = exit(cx, null);
      if (stop != null) {
        throw TachographLedger.raise(stop);
      }
    }
  }

  /** Script code threw: what the caller must see. */
  public static Throwable failed(Throwable failure, Context cx, boolean opened) {
    if (!opened) {
      return failure;
    }
    Throwable stop = exit(cx, failure);
    return stop == null ? failure : stop;
  }

  /** The open evaluation makes room for another one on its Context. */
  static void suspend(Context cx, Object open) throws Throwable {
    TachographLedger.SUSPEND.invokeExact(open);
    TachographThreads.detach(cx);
    cx.tachograph$evaluation = null;
  }

  /** It goes on where it stood, with the room on the stack that it had then. */
  static void resume(Context cx, Object open, long room) {
    try {
      TachographLedger.RESUME.invokeExact(open, (Object) cx);
    } catch (Throwable failure) {
      throw TachographLedger.raise(failure);
    }
    cx.tachograph$evaluation = open;
    TachographThreads.attach(cx);
    cx.tachograph$stackRoom = room;
  }

  /** A Context was constructed: the first one proves the weaving. */
  static void created(Context cx) {
    try {
      TachographLedger.CREATED.invokeExact((Object) cx);
    } catch (Throwable unproven) {
      throw TachographLedger.raise(unproven);
    }
  }

  /** Rhino's compiler made a class; throws what makes Rhino interpret instead if need be. */
  public static void compiled(byte[] bytes) {
    Context cx = TachographThreads.meter();
    Object open = cx == null ? null : cx.tachograph$evaluation;
    try {
      if (cx == null || open == null) {
        TachographLedger.COMPILED.invokeExact(bytes);
      } else {
        compiledApart(cx, open, bytes);
      }
    } catch (Throwable refused) {
      throw TachographLedger.raise(refused);
    }
  }

  /** The canary runs on the thread's own Context, but not on account of who compiles there. */
  private static void compiledApart(Context cx, Object open, byte[] bytes) throws Throwable {
    long room = cx.tachograph$stackRoom;
    suspend(cx, open);
    try {
      TachographLedger.COMPILED.invokeExact(bytes);
    } finally {
      resume(cx, open, room);
    }
  }

  /** The evaluation ends; gives what stopped it, if something did. */
  static @Nullable Throwable exit(Context cx, @Nullable Throwable failure) {
    Object evaluation = cx.tachograph$evaluation;
    if (TachographLedger.exhausted(failure, cx) == null && cx.tachograph$stopped) {
      TachographLedger.stop(cx);
    }
    TachographThreads.detach(cx);
    cx.tachograph$evaluation = null;
    cx.tachograph$last = evaluation;
    cx.tachograph$stopped = false;
    try {
      return (Throwable) TachographLedger.EXIT.invokeExact(evaluation, failure);
    } catch (Throwable stopped) {
      return exitAgain(evaluation, failure, stopped);
    } finally {
      TachographThreads.forget(cx);
    }
  }

  /** This thread may have been stopped before the ledger heard of the end. */
  private static Throwable exitAgain(
      @Nullable Object evaluation, @Nullable Throwable failure, Throwable stopped) {
    try {
      Throwable stop = (Throwable) TachographLedger.EXIT.invokeExact(evaluation, failure);
      return stop == null ? stopped : stop;
    } catch (Throwable again) {
      return stopped;
    }
  }
}
