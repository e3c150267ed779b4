package dev.tachograph.engine;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Callable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.Hashtable;
import org.mozilla.javascript.LambdaFunction;
import org.mozilla.javascript.Script;
import org.mozilla.javascript.ScriptRuntime;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.SerializableCallable;
import org.mozilla.javascript.Undefined;

/**
 * What the scripts of one scope want to be run later: microtasks, and timers by a clock of their
 * own, which nobody waits for. What is kept for a script is in arrays and tables of Rhino's, which
 * are metered.
 */
final class EventLoop {
  /** A loop of a script's, so that its rounds are counted and limited like all others. */
  private static final String LOOP = "(function (next) { while (next()) {} })";

  private static final double LONGEST_DELAY = 1L << 53;

  private final ScriptableObject globals;
  private final @Nullable Duration horizon;
  private final @Nullable Script loop;
  private final Hashtable timers = new Hashtable(); // by their numbers
  private final TreeSet<Timer> queue =
      new TreeSet<>(Comparator.comparingLong(Timer::time).thenComparingLong(Timer::order));
  private long now;
  private long created;
  private long ordered;

  /**
   * @param period 0 for once
   * @param values the function, the delay, and what the function gets
   */
  private record Timer(double id, long time, long order, long period, Scriptable values) {}

  /**
   * @param horizon up to when timers run, by their clock; {@code null} for no timers
   */
  EventLoop(Context cx, ScriptableObject globals, @Nullable Duration horizon) {
    this.globals = globals;
    this.horizon = horizon;
    define("queueMicrotask", 1, (context, scope, self, values) -> queueMicrotask(context, values));
    if (horizon == null) {
      loop = null;
      return;
    }
    loop = cx.compileString(LOOP, "timers", 1, null);
    define("setTimeout", 2, (context, scope, self, values) -> set(context, values, false));
    define("setInterval", 2, (context, scope, self, values) -> set(context, values, true));
    define("clearTimeout", 1, (context, scope, self, values) -> clear(values));
    define("clearInterval", 1, (context, scope, self, values) -> clear(values));
  }

  private void define(String name, int length, SerializableCallable body) {
    globals.defineProperty(
        name, new LambdaFunction(globals, name, length, body), ScriptableObject.DONTENUM);
  }

  /**
   * Runs timers, the earliest first and the older one of two, each with the microtasks that it
   * queues, until there is none or the clock has gone on by the horizon. What then is left stays.
   *
   * @throws org.mozilla.javascript.RhinoException what a timer throws
   */
  void run(Context cx) {
    if (loop == null || horizon == null || queue.isEmpty()) {
      return;
    }
    long end = now + horizon.toMillis();
    Function rounds = (Function) loop.exec(cx, globals, globals);
    LambdaFunction next =
        new LambdaFunction(
            globals, "next", 0, (context, scope, self, values) -> next(context, end));
    rounds.call(cx, globals, globals, new Object[] {next});
  }

  private boolean next(Context cx, long end) {
    if (queue.isEmpty() || queue.first().time > end) {
      return false;
    }
    Timer timer = queue.first();
    queue.remove(timer);
    now = timer.time;
    if (timer.period == 0) {
      timers.deleteEntry(timer.id);
    }
    Object[] values = cx.getElements(timer.values);
    Object[] arguments = Arrays.copyOfRange(values, Math.min(2, values.length), values.length);
    requireFunction(values).call(cx, globals, globals, arguments);
    cx.processMicrotasks();
    if (timer.period > 0 && timers.has(timer.id)) {
      add(timer.id, timer.period, true, timer.values);
    }
    return true;
  }

  private Object set(Context cx, Object[] values, boolean repeats) {
    requireFunction(values);
    double delay = values.length > 1 ? ScriptRuntime.toNumber(values[1]) : 0;
    long least = repeats ? 1 : 0; // a clock that stands still has no horizon
    long millis = delay >= least ? (long) Math.min(delay, LONGEST_DELAY) : least;
    double id = ++created;
    add(id, millis, repeats, cx.newArray(globals, values));
    return id;
  }

  private void add(double id, long delay, boolean repeats, Scriptable values) {
    Timer timer = new Timer(id, now + delay, ordered++, repeats ? delay : 0, values);
    timers.put(id, timer);
    queue.add(timer);
  }

  private Object clear(Object[] values) {
    if (values.length > 0 && values[0] instanceof Number id) {
      Hashtable.Entry entry = timers.getEntry(id);
      if (entry != null && entry.value() instanceof Timer timer) {
        queue.remove(timer);
        timers.deleteEntry(id);
      }
    }
    return Undefined.instance;
  }

  private Object queueMicrotask(Context cx, Object[] values) {
    requireFunction(values);
    Scriptable job = cx.newArray(globals, new Object[] {values[0]});
    cx.enqueueMicrotask(() -> call(cx, requireFunction(cx.getElements(job))));
    return Undefined.instance;
  }

  private void call(Context cx, Callable job) {
    Object[] none = {};
    if (ScriptRuntime.hasTopCall(cx)) {
      job.call(cx, globals, globals, none);
    } else {
      ScriptRuntime.doTopCall(job, cx, globals, globals, none, false);
    }
  }

  private static Callable requireFunction(Object[] values) {
    if (values.length == 0 || !(values[0] instanceof Callable function)) {
      throw ScriptRuntime.constructError(
          "TypeError", "a function is needed; code in strings is not run");
    }
    return function;
  }
}
