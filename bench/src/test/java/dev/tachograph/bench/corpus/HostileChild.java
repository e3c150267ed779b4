package dev.tachograph.bench.corpus;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.JavaScriptException;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/**
 * A host program that knows nothing of the meter: it runs the scripts whose file names it reads
 * from its standard input, each on a thread of its own, and then whether everything still works.
 *
 * <p>Arguments: the mode, and the seconds that a script may take. Per script it prints two lines,
 * with tabs between: {@code ENDED} with what is in {@link HostileResult}, and {@code INNOCENT} with
 * what does not work any more.
 */
final class HostileChild {
  /** Set where the Rhino is another one than that of the product: it need not know all of ES6. */
  static final String OTHER_RHINO = "hostile.otherRhino";

  private static final long STACK_BYTES = 1 << 20;
  private static final int SHOWN = 240;
  private static final int SUNK = 10;
  private static final int FRAMES = 8;

  private static final com.sun.management.ThreadMXBean THREADS =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final boolean interpreted;
  private final HostileScript script;
  private final List<String> sunk = new ArrayList<>();
  private volatile HostileEnding ending =
      HostileEnding.of(HostileResult.Outcome.OTHER, "its thread died without a word");
  private volatile long cpuBefore = -1;
  private volatile long bytesBefore;
  private volatile long cpuNanos;
  private volatile long bytes;

  private HostileChild(boolean interpreted, HostileScript script) {
    this.interpreted = interpreted;
    this.script = script;
  }

  /** Runs until its standard input ends, or a script does not. */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    System.setOut(System.err);
    boolean interpreted = arguments[0].equals("interpreted");
    long patience = Long.parseLong(arguments[1]) * 1_000;
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    List<String> unknown =
        Boolean.getBoolean(OTHER_RHINO)
            ? HostileInnocents.unknown(new HostFactory(interpreted))
            : List.of();
    out.println("READY");
    for (String file = in.readLine(); file != null; file = in.readLine()) {
      HostileChild child = new HostileChild(interpreted, HostileScript.read(Path.of(file)));
      out.println(child.runWithin(patience));
      String[] found = {"did not end"};
      Thread check =
          new Thread(
              null,
              () -> found[0] = HostileInnocents.check(new HostFactory(interpreted), unknown),
              "innocent",
              STACK_BYTES);
      check.setDaemon(true);
      check.start();
      check.join(patience);
      out.println("INNOCENT\t" + flat(found[0]));
    }
    Runtime.getRuntime().halt(0);
  }

  private String runWithin(long patience) throws InterruptedException {
    Thread thread = new Thread(null, this::run, script.name(), STACK_BYTES);
    thread.setDaemon(true);
    long start = System.nanoTime();
    thread.start();
    thread.join(patience);
    long millis = (System.nanoTime() - start) / 1_000_000;
    HostileEnding seen = ending;
    if (thread.isAlive()) {
      cpuNanos = Math.max(0, THREADS.getThreadCpuTime(thread.getId()) - cpuBefore);
      bytes = Math.max(0, THREADS.getThreadAllocatedBytes(thread.getId()) - bytesBefore);
      String frames =
          String.join(
              " < ",
              Arrays.stream(thread.getStackTrace())
                  .limit(FRAMES)
                  .map(frame -> frame.getFileName() + ":" + frame.getMethodName())
                  .toList());
      seen = HostileEnding.of(HostileResult.Outcome.HANG, frames);
    }
    return String.join(
        "\t",
        "ENDED",
        seen.outcome().name(),
        seen.resource(),
        seen.phase(),
        Long.toString(millis),
        Long.toString(cpuNanos / 1_000_000),
        Long.toString(bytes),
        flat(seen.text() + (sunk.isEmpty() ? "" : " sink: " + String.join("; ", sunk))));
  }

  private void run() {
    try {
      if (script.has("e4xcp") && !hasXml()) {
        ending = HostileEnding.of(HostileResult.Outcome.SKIPPED, "no rhino-xml on the class path");
        return;
      }
      ending = HostileEnding.attempt("run", this::runTenants);
    } finally {
      if (cpuBefore >= 0) {
        cpuNanos = THREADS.getCurrentThreadCpuTime() - cpuBefore;
        bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytesBefore;
      }
    }
  }

  /** Where a host keeps its scopes and Contexts decides what one tenant leaves for the next. */
  private HostileEnding runTenants() {
    ContextFactory factory = new HostFactory(interpreted, script.has("enhanced"));
    List<HostileEnding> endings = new ArrayList<>();
    switch (script.option("pool")) {
      case "context" ->
          factory.call(
              cx -> {
                script.tenants().forEach(source -> endings.add(run(cx, scope(cx), source)));
                return null;
              });
      case "samescope", "proto" -> {
        ScriptableObject shared = factory.call(this::scope);
        boolean same = script.option("pool").equals("samescope");
        for (String source : script.tenants()) {
          endings.add(factory.call(cx -> run(cx, same ? shared : above(cx, shared), source)));
        }
      }
      default ->
          script
              .tenants()
              .forEach(source -> endings.add(factory.call(cx -> run(cx, scope(cx), source))));
    }
    return endings.stream().reduce(HostileEnding::and).orElseThrow();
  }

  private HostileEnding run(Context cx, Scriptable scope, String source) {
    if (cpuBefore < 0) {
      bytesBefore = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
      cpuBefore = THREADS.getCurrentThreadCpuTime();
    }
    Object result;
    try {
      result = cx.evaluateString(scope, source, script.name(), 1, null);
    } catch (Throwable failure) {
      HostileEnding failed = HostileEnding.classify("run", failure);
      HostileEnding shown =
          HostileEnding.attempt(
              "error",
              () -> new HostileEnding(failed.outcome(), failed.resource(), "run", show(failure)));
      return shown.phase().equals("run") ? shown : failed.and(shown);
    }
    return HostileEnding.attempt(
        "result",
        () ->
            new HostileEnding(
                HostileResult.Outcome.COMPLETED, "", "run", Context.toString(result)));
  }

  /** As a host does that writes everything into its log, and so runs script code once more. */
  private static String show(Throwable failure) {
    if (!(failure instanceof RhinoException rhino)) {
      return failure.toString();
    }
    StringBuilder text = new StringBuilder();
    text.append(rhino.getClass().getSimpleName()).append(": ").append(rhino.getMessage());
    text.append(" / ").append(rhino.getScriptStackTrace());
    if (rhino instanceof JavaScriptException thrown
        && thrown.getValue() instanceof Scriptable value) {
      text.append(" / ").append(Context.toString(value));
      text.append(" / ").append(ScriptableObject.getProperty(value, "stack"));
    }
    return text.toString();
  }

  private ScriptableObject scope(Context cx) {
    ScriptableObject scope =
        script.option("scope").equals("safe")
            ? cx.initSafeStandardObjects()
            : cx.initStandardObjects();
    HostileScope.define(scope, script, sunk, SUNK);
    return scope;
  }

  private static Scriptable above(Context cx, ScriptableObject shared) {
    Scriptable scope = cx.newObject(shared);
    scope.setPrototype(shared);
    scope.setParentScope(null);
    return scope;
  }

  private static boolean hasXml() {
    try {
      Class.forName("org.mozilla.javascript.xmlimpl.XMLLibImpl");
      return true;
    } catch (ClassNotFoundException | LinkageError absent) {
      return false;
    }
  }

  private static String flat(@Nullable String text) {
    String shown = String.valueOf(text);
    shown = shown.length() > SHOWN ? shown.substring(0, SHOWN) + "..." : shown;
    return shown.replaceAll("\\p{Cntrl}+", " ");
  }
}
