package dev.tachograph.agent.rhino;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * What woven code calls: one copy beside each Rhino's Context.
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
public final class TachographHelper {
  private static final int ITERATIONS = 0;
  private static final int FUNCTION_CALLS = 1;
  private static final int ALLOCATED_BYTES = 2;
  private static final int NATIVE_STEPS = 3;
  private static final int SOURCE_CHARS = 4;
  private static final int STACK_DEPTH = 5;

  /** Where Contexts with an open evaluation are found by their thread; a guess that is checked. */
  private static final Context[] OPEN = new Context[256];

  /** The same by the JVM's means, for threads that share a place above. */
  @SuppressWarnings("ThreadLocalUsage") // one for each Rhino
  private static final ThreadLocal<@Nullable Context> CURRENT = new ThreadLocal<>();

  private static final int OPEN_MASK = OPEN.length - 1;

  private static final int BLOCK = 128;

  /** Charges in steps that may last so long that the clocks are asked before: some 10 ms. */
  private static final long LONG_WORK = 1L << 21;

  /** The sign bits of both halves of {@code tachograph$stackRoom}. */
  private static final long SIGNS = 0x8000_0000_8000_0000L;

  private static final int STACK_CHUNK = 4_096;

  /** Beyond it Rhino's interpreter loses count of its own frames. */
  private static final int MOST_FRAMES = 30_000;

  private static final int EXCEPTION_BYTES = 512;
  private static final int EXCEPTION_BYTES_PER_FRAME = 64;
  private static final int JOB_BYTES = 96;

  private static final VarHandle ITERATION_LIMIT;
  private static final VarHandle FUNCTION_CALL_LIMIT;
  private static final VarHandle ALLOCATED_BYTES_LIMIT;
  private static final VarHandle NATIVE_STEPS_LIMIT;
  private static final VarHandle SOURCE_CHARS_LIMIT;
  private static final VarHandle STACK_DEPTH_LIMIT;

  private static final MethodHandle ENTER;
  private static final MethodHandle ENTER_JOBS;
  private static final MethodHandle EXCEEDED;
  private static final MethodHandle EXIT;
  private static final MethodHandle SUSPEND;
  private static final MethodHandle RESUME;
  private static final MethodHandle CREATED;
  private static final MethodHandle COMPILED;
  private static final MethodHandle ENTER_COMPILE;

  static {
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      ITERATION_LIMIT =
          lookup.findVarHandle(Context.class, "tachograph$iterationsLimit", long.class);
      FUNCTION_CALL_LIMIT =
          lookup.findVarHandle(Context.class, "tachograph$functionCallsLimit", long.class);
      ALLOCATED_BYTES_LIMIT =
          lookup.findVarHandle(Context.class, "tachograph$allocatedBytesLimit", long.class);
      NATIVE_STEPS_LIMIT =
          lookup.findVarHandle(Context.class, "tachograph$nativeStepsLimit", long.class);
      SOURCE_CHARS_LIMIT =
          lookup.findVarHandle(Context.class, "tachograph$sourceCharsLimit", long.class);
      STACK_DEPTH_LIMIT =
          lookup.findVarHandle(Context.class, "tachograph$stackDepthLimit", long.class);
    } catch (ReflectiveOperationException missing) {
      throw new ExceptionInInitializerError(missing);
    }
    MethodHandle[] handles = Kernel.connect(lookup);
    ENTER = handles[0];
    ENTER_JOBS = handles[1];
    EXCEEDED = handles[2];
    EXIT = handles[3];
    SUSPEND = handles[4];
    RESUME = handles[5];
    CREATED = handles[6];
    COMPILED = handles[7];
    ENTER_COMPILE = handles[8];
  }

  private TachographHelper() {}

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
    exceeded(cx, ITERATIONS, 1);
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
    exceeded(cx, FUNCTION_CALLS, 1);
  }

  /** The Context whose evaluation is open on this thread. */
  private static @Nullable Context meter() {
    Thread thread = Thread.currentThread();
    Context guess = OPEN[(int) thread.getId() & OPEN_MASK];
    if (guess != null && guess.tachograph$thread == thread) {
      return guess;
    }
    return CURRENT.get();
  }

  /** Something is about to be allocated. */
  public static void allocate(long bytes) {
    Context cx = meter();
    if (cx != null) {
      long used = cx.tachograph$allocatedBytes + bytes;
      cx.tachograph$allocatedBytes = used < 0 ? Long.MAX_VALUE : used;
      if (used < 0 || used > (long) ALLOCATED_BYTES_LIMIT.getOpaque(cx)) {
        exceeded(cx, ALLOCATED_BYTES, bytes);
      }
    }
  }

  /** An array is about to be allocated. */
  public static void array(int length, int elementBytes) {
    if (length > 0) {
      allocate(16 + (long) length * elementBytes);
    }
  }

  /** A loop of Rhino went through a block of rounds. */
  public static void nativeBlock() {
    steps(BLOCK);
  }

  /** Work is about to be done, or was done since the last time. */
  public static void steps(long steps) {
    Context cx = meter();
    if (cx != null) {
      long used = cx.tachograph$nativeSteps + steps;
      cx.tachograph$nativeSteps = used < 0 ? Long.MAX_VALUE : used;
      if (used < 0 || used > (long) NATIVE_STEPS_LIMIT.getOpaque(cx) || steps >= LONG_WORK) {
        exceeded(cx, NATIVE_STEPS, steps);
      }
    }
  }

  /** Source is about to be parsed. */
  public static void source(@Nullable String text) {
    Context cx = meter();
    if (cx != null && text != null) {
      int length = text.length();
      cx.tachograph$sourceChars += length;
      if (cx.tachograph$sourceChars > (long) SOURCE_CHARS_LIMIT.getOpaque(cx)) {
        exceeded(cx, SOURCE_CHARS, length);
      }
      steps(length);
    }
  }

  /** An exception is about to record where it is thrown. */
  public static void exception() {
    Context cx = meter();
    if (cx != null) {
      allocate(EXCEPTION_BYTES + EXCEPTION_BYTES_PER_FRAME * depth(cx));
    }
  }

  /** A rope of two parts is about to be made: its length must not wrap around. */
  public static void rope(@Nullable CharSequence left, @Nullable CharSequence right) {
    if (left != null && right != null && left.length() + right.length() < 0) {
      Context cx = meter();
      if (cx != null) {
        exceeded(cx, ALLOCATED_BYTES, 0);
      }
    }
  }

  /** Rhino is about to make an ordinary error of a stack overflow. */
  public static void overflowed() {
    Context cx = meter();
    if (cx != null) {
      exceeded(cx, STACK_DEPTH, 0);
    }
  }

  private static long depth(Context cx) {
    long room = cx.tachograph$stackRoom;
    return cx.tachograph$stackDepth - ((room - (int) room) >> 32);
  }

  /**
   * A method of Rhino that may call back, or call itself, is entered.
   *
   * @param part frames and bytes that it takes of the stack
   * @return what {@link #exitFrame} needs
   */
  public static @Nullable Context enterNative(long part) {
    Context cx = meter();
    if (cx != null) {
      enterFrame(cx, part);
      if (++cx.tachograph$nativeSteps > (long) NATIVE_STEPS_LIMIT.getOpaque(cx)) {
        try {
          exceeded(cx, NATIVE_STEPS, 1);
        } catch (Throwable stop) {
          exitFrame(cx, part);
          throw stop;
        }
      }
    }
    return cx;
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
    if (bytes < 0) {
      int more = Math.max(STACK_CHUNK, -bytes);
      cx.tachograph$stackBytes += more;
      bytes += more;
    }
    cx.tachograph$stackRoom = (frames << 32) + bytes;
    try {
      checkDepth(cx);
    } catch (Throwable stop) {
      cx.tachograph$stackRoom += part;
      throw stop;
    }
  }

  private static void checkDepth(Context cx) {
    long limit = (long) STACK_DEPTH_LIMIT.getOpaque(cx);
    if (cx.tachograph$stackDepth > limit) {
      exceeded(cx, STACK_DEPTH, 1);
    }
    if (limit != Long.MAX_VALUE && cx.tachograph$stackBytes > cx.tachograph$stackBytesLimit) {
      exceeded(cx, STACK_DEPTH, 0);
    }
  }

  /** The interpreter has so many frames on its own stack, which is on the heap, beneath this. */
  static void interpreterFrames(Context cx, int frames) {
    long depth = depth(cx) + frames + 1;
    long deeper = depth - cx.tachograph$stackDepth;
    if (deeper > 0) {
      cx.tachograph$stackDepth = depth;
      cx.tachograph$stackRoom += deeper << 32;
      if (depth > (long) STACK_DEPTH_LIMIT.getOpaque(cx)) {
        exceeded(cx, STACK_DEPTH, 1);
      }
      if (frames > MOST_FRAMES) {
        exceeded(cx, STACK_DEPTH, 0);
      }
    }
  }

  private static void exceeded(Context cx, int counter, long requested) {
    Throwable stop = ask(cx, counter, requested);
    if (stop != null) {
      throw raise(stop);
    }
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
    if (caught instanceof VirtualMachineError && !cx.tachograph$stopped) {
      exhausted(caught, cx);
    }
    guard(cx);
  }

  /** The JVM has no stack or no memory left: whoever uses it up is stopped. */
  private static void exhausted(Throwable caught, Context cx) {
    if (caught instanceof StackOverflowError) {
      ask(cx, STACK_DEPTH, 0);
    } else if (caught instanceof OutOfMemoryError) {
      ask(cx, ALLOCATED_BYTES, 0);
    }
  }

  private static void guard(Context cx) {
    if (cx.tachograph$stopped) {
      Throwable stop = stop(cx);
      if (stop != null) {
        throw raise(stop);
      }
    }
  }

  /** Hides the interpreter's handlers after a breach. */
  static int handler(int pc, Context cx) {
    return cx.tachograph$stopped ? -1 : pc;
  }

  /**
   * Script code is about to start.
   *
   * @return whether this opened an evaluation; otherwise the Context's open one is joined
   */
  public static boolean enter(Context cx, Object entry) {
    if (cx.tachograph$evaluation != null) {
      guard(cx);
      return false;
    }
    try {
      cx.tachograph$evaluation = (Object) ENTER.invokeExact((Object) cx, entry);
    } catch (Throwable denied) {
      throw raise(denied);
    }
    attach(cx);
    return true;
  }

  private static void attach(Context cx) {
    Thread thread = Thread.currentThread();
    cx.tachograph$thread = thread;
    cx.tachograph$stackRoom = cx.tachograph$stackDepth << 32;
    cx.tachograph$stackBytes = 0;
    Context outer = CURRENT.get();
    if (outer != cx) {
      cx.tachograph$outer = outer;
      CURRENT.set(cx);
    }
    OPEN[(int) thread.getId() & OPEN_MASK] = cx;
  }

  private static void detach(Context cx) {
    Context outer = cx.tachograph$outer;
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

  /** Source is about to be compiled, which may come before any script code runs. */
  public static boolean enterCompile(Context cx, @Nullable Object sourceName) {
    if (cx.tachograph$evaluation != null) {
      guard(cx);
      return false;
    }
    try {
      cx.tachograph$evaluation = (Object) ENTER_COMPILE.invokeExact((Object) cx, sourceName);
    } catch (Throwable denied) {
      throw raise(denied);
    }
    attach(cx);
    return true;
  }

  /** Script code returned; a breach that somebody swallowed is thrown again. */
  public static void completed(Context cx, boolean opened) {
    if (opened) {
      Throwable stop = exit(cx, null);
      if (stop != null) {
        throw raise(stop);
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

  /** A job is queued. */
  static Runnable job(Context cx, Runnable task) {
    Object evaluation = cx.tachograph$evaluation;
    if (evaluation == null) {
      return task;
    }
    allocate(JOB_BYTES);
    return new TachographJob(evaluation, task);
  }

  /**
   * Runs the queue to its end. The jobs of the open evaluation belong to it; those that an earlier
   * one left behind form an evaluation of their own, on that one's account.
   */
  static void drain(Context cx, ArrayDeque<Runnable> queue) {
    Object open = cx.tachograph$evaluation;
    for (Runnable next = queue.peek(); next != null; next = queue.peek()) {
      Object owner = owner(next);
      if (open != null && (owner == null || owner == open)) {
        queue.remove().run();
      } else {
        drainApart(cx, queue, open, owner);
      }
    }
  }

  private static void drainApart(
      Context cx, ArrayDeque<Runnable> queue, @Nullable Object open, @Nullable Object owner) {
    try {
      if (open != null) {
        SUSPEND.invokeExact(open);
      }
      cx.tachograph$evaluation = null;
      drainOwned(cx, queue, owner);
    } catch (Throwable failure) {
      throw raise(failure);
    } finally {
      if (open != null) {
        resume(cx, open);
      }
    }
  }

  private static void drainOwned(Context cx, ArrayDeque<Runnable> queue, @Nullable Object owner)
      throws Throwable {
    Object mine;
    try {
      mine = (Object) ENTER_JOBS.invokeExact((Object) cx, owner);
    } catch (Throwable denied) {
      while (!queue.isEmpty() && owner(queue.peek()) == owner) {
        queue.remove();
      }
      throw denied;
    }
    cx.tachograph$evaluation = mine;
    attach(cx);
    try {
      do {
        queue.remove().run();
      } while (!queue.isEmpty() && (owner(queue.peek()) == owner || owner(queue.peek()) == mine));
    } catch (Throwable failure) {
      throw failed(failure, cx, true);
    }
    completed(cx, true);
  }

  private static @Nullable Object owner(@Nullable Runnable job) {
    return job instanceof TachographJob owned ? owned.evaluation : null;
  }

  private static void resume(Context cx, Object open) {
    try {
      RESUME.invokeExact(open, (Object) cx);
    } catch (Throwable failure) {
      throw raise(failure);
    }
    cx.tachograph$evaluation = open;
    attach(cx);
  }

  /** A Context was constructed: the first one proves the weaving. */
  static void created(Context cx) {
    try {
      CREATED.invokeExact((Object) cx);
    } catch (Throwable unproven) {
      throw raise(unproven);
    }
  }

  /** Rhino's compiler made a class; throws what makes Rhino interpret instead if need be. */
  public static void compiled(byte[] bytes) {
    Context cx = meter();
    Object open = cx == null ? null : cx.tachograph$evaluation;
    try {
      if (cx == null || open == null) {
        COMPILED.invokeExact(bytes);
      } else {
        compiledApart(cx, open, bytes);
      }
    } catch (Throwable refused) {
      throw raise(refused);
    }
  }

  /** The canary runs on the thread's own Context, but not on account of who compiles there. */
  private static void compiledApart(Context cx, Object open, byte[] bytes) throws Throwable {
    long room = cx.tachograph$stackRoom;
    int stack = cx.tachograph$stackBytes;
    SUSPEND.invokeExact(open);
    detach(cx);
    cx.tachograph$evaluation = null;
    try {
      COMPILED.invokeExact(bytes);
    } finally {
      resume(cx, open);
      cx.tachograph$stackRoom = room;
      cx.tachograph$stackBytes = stack;
    }
  }

  private static @Nullable Throwable exit(Context cx, @Nullable Throwable failure) {
    Object evaluation = cx.tachograph$evaluation;
    if (failure instanceof VirtualMachineError && !cx.tachograph$stopped) {
      exhausted(failure, cx);
    }
    if (cx.tachograph$stopped) {
      stop(cx);
    }
    detach(cx);
    cx.tachograph$evaluation = null;
    cx.tachograph$stopped = false;
    try {
      return (Throwable) EXIT.invokeExact(evaluation, failure);
    } catch (Throwable own) {
      return own;
    }
  }

  /** What stopped the evaluation; null if it may go on after all. */
  private static @Nullable Throwable stop(Context cx) {
    Throwable stop = ask(cx, ITERATIONS, 1);
    return stop == null ? ask(cx, FUNCTION_CALLS, 1) : stop;
  }

  /** What to throw; null if the limit was moved, or was not reached. */
  private static @Nullable Throwable ask(Context cx, int counter, long requested) {
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

  /** Throws anything; declared to return so that callers can say {@code throw}. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> RuntimeException raise(@Nullable Throwable any) throws T {
    throw (T) (any == null ? new IllegalStateException("a limit was moved unseen") : any);
  }
}
