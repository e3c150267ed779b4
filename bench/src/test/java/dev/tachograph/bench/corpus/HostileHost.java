package dev.tachograph.bench.corpus;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.JavaScriptException;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/**
 * A careless host program that knows nothing of the meter: it runs hostile scripts one after the
 * other, each in a scope, a Context and a thread of its own.
 *
 * <p>Arguments: {@code c} (compiled) or {@code i} (interpreted), files. Prints one line per script,
 * or per tenant of a script, separated by tabs: name, outcome, cause, text, what the script
 * reported through {@code sink}. A script that does not end in time is left behind as {@code
 * RUNNING}.
 */
final class HostileHost {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int SHOWN = 300;

  private final boolean interpreted;
  private final HostileScript script;
  private final List<String> sunk = new ArrayList<>();

  private HostileHost(boolean interpreted, HostileScript script) {
    this.interpreted = interpreted;
    this.script = script;
  }

  /** Runs the scripts; threads that still run do not keep the JVM alive. */
  public static void main(String[] arguments) throws Exception {
    for (int i = 1; i < arguments.length; i++) {
      HostileScript script = HostileScript.read(Path.of(arguments[i]));
      HostileHost host = new HostileHost(arguments[0].equals("i"), script);
      Thread thread = new Thread(host::run, script.name());
      thread.setDaemon(true);
      thread.start();
      thread.join(LIMIT.toMillis());
      if (thread.isAlive()) {
        StackTraceElement[] stack = thread.getStackTrace();
        print(script.name(), "RUNNING", "", stack.length == 0 ? "" : stack[0].toString(), "");
      }
    }
  }

  private void run() {
    Context cx = new HostFactory(interpreted, script.has("enhanced")).enterContext();
    try {
      int tenant = 0;
      for (String source : script.tenants()) {
        String name = script.tenants().size() == 1 ? script.name() : script.name() + "#" + tenant++;
        run(cx, name, source);
      }
    } finally {
      Context.exit();
    }
  }

  private void run(Context cx, String name, String source) {
    String outcome;
    String cause = "";
    String text = "";
    try {
      ScriptableObject scope = cx.initStandardObjects();
      HostileScope.define(scope, script, sunk, Integer.MAX_VALUE);
      Object result = cx.evaluateString(scope, source, name, 1, null);
      outcome = "COMPLETED";
      text = result instanceof CharSequence || script.has("fmt") ? Context.toString(result) : "";
    } catch (Throwable failure) {
      outcome = failure.getClass().getSimpleName();
      cause = failure.getCause() == null ? "" : failure.getCause().getClass().getSimpleName();
      text = text(failure);
      if (script.has("fmt")) {
        text += format(failure);
      }
    }
    print(name, outcome, cause, text, String.join("; ", sunk));
    sunk.clear();
  }

  private static String text(Throwable failure) {
    return failure instanceof RhinoException rhino ? rhino.details() : failure.toString();
  }

  /** As a host does that writes everything into its log, and so runs script code once more. */
  private static String format(Throwable failure) {
    if (!(failure instanceof RhinoException rhino)) {
      return "";
    }
    try {
      String text = " | " + rhino.getMessage() + " | " + rhino.getScriptStackTrace();
      if (rhino instanceof JavaScriptException thrown
          && thrown.getValue() instanceof Scriptable value) {
        text += " | " + ScriptableObject.getProperty(value, "stack");
        text += " | " + Context.toString(value);
      }
      return text;
    } catch (Throwable formatting) {
      return " | FORMATTING " + formatting.getClass().getSimpleName() + ": " + text(formatting);
    }
  }

  private static synchronized void print(String... columns) {
    List<String> line = new ArrayList<>();
    for (@Nullable String column : columns) {
      String flat = String.valueOf(column).replaceAll("[\t\r\n]+", " ");
      line.add(flat.length() > SHOWN ? flat.substring(0, SHOWN) + "..." : flat);
    }
    System.out.println(String.join("\t", line));
  }
}
