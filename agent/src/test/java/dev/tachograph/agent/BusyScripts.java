package dev.tachograph.agent;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Script;
import org.mozilla.javascript.Scriptable;

/**
 * A program that knows nothing of Tachograph, and has compiled its scripts before anybody attaches
 * it: evaluates them as it is told, one line each, and all the time on threads of its own.
 *
 * <p>{@code call MODE NAME} calls a function of 100 rounds that the threads do not call, {@code
 * eval MODE NAME SOURCE} evaluates, {@code classes} and {@code threads} tell how many there are,
 * {@code failure} what went wrong.
 */
final class BusyScripts {
  static final int ROUNDS = 100;
  private static final int THREADS = 2;
  private static final AtomicReference<Throwable> FAILURE = new AtomicReference<>();

  private final boolean interpreted;
  private final Scriptable scope;
  private final Script work;

  private BusyScripts(boolean interpreted) {
    this.interpreted = interpreted;
    Context cx = enter();
    try {
      scope = cx.initStandardObjects();
      for (String name : new String[] {"work", "idle"}) {
        String loop = "function " + name + "(n) { for (var i = 0; i < n; i++); return i }";
        cx.evaluateString(scope, loop, name + ".js", 1, null);
      }
      work = cx.compileString("work(" + ROUNDS + ")", "busy.js", 1, null);
    } finally {
      Context.exit();
    }
  }

  private Context enter() {
    Context cx = ContextFactory.getGlobal().enterContext();
    cx.setInterpretedMode(interpreted);
    return cx;
  }

  private String evaluate(String name, String source) {
    Context cx = enter();
    try {
      return Context.toString(cx.evaluateString(scope, source, name, 1, null));
    } catch (RhinoException failed) {
      return failed.getClass().getSimpleName() + ": " + failed.getMessage();
    } finally {
      Context.exit();
    }
  }

  private void run() {
    while (FAILURE.get() == null) {
      Context cx = enter();
      try {
        if (((Number) work.exec(cx, scope, scope)).intValue() != ROUNDS) {
          throw new IllegalStateException("a wrong result");
        }
      } catch (Throwable failure) {
        FAILURE.compareAndSet(null, failure);
      } finally {
        Context.exit();
      }
    }
  }

  public static void main(String[] arguments) throws Exception {
    List<BusyScripts> modes = List.of(new BusyScripts(false), new BusyScripts(true));
    for (BusyScripts mode : modes) {
      for (int i = 0; i < THREADS / modes.size(); i++) {
        Thread thread = new Thread(mode::run);
        thread.setDaemon(true);
        thread.start();
      }
    }
    System.out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(answer(modes, new ArrayList<>(List.of(line.split(" ", 4)))));
    }
  }

  private static String answer(List<BusyScripts> modes, List<String> words) {
    return switch (words.get(0)) {
      case "threads" -> Integer.toString(ManagementFactory.getThreadMXBean().getThreadCount());
      case "classes" -> classes();
      case "failure" -> String.valueOf(FAILURE.get());
      case "call" -> modes.get(mode(words)).evaluate(words.get(2), "idle(" + ROUNDS + ")");
      case "eval" -> modes.get(mode(words)).evaluate(words.get(2), words.get(3));
      default -> throw new IllegalArgumentException(words.get(0));
    };
  }

  /** Those that are in use: each evaluation that is compiled has a class of its own. */
  private static String classes() {
    System.gc();
    return Integer.toString(ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
  }

  private static int mode(List<String> words) {
    return words.get(1).equals("interpreted") ? 1 : 0;
  }
}
