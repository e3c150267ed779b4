package dev.tachograph.bench.corpus;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.DefiningClassLoader;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.GeneratedClassLoader;
import org.mozilla.javascript.Script;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/**
 * A host program that knows nothing of the meter: runs workloads of the corpus, each in a scope and
 * a Context of its own.
 *
 * <p>Arguments: {@code c} (compiled) or {@code i} (interpreted), the folder of the workloads, the
 * {@code node_modules} folder, names of workloads. Prints one line for each, separated by tabs:
 * name, {@code OK} or {@code FAIL}, checksum, length, the files that Rhino interpreted though it
 * should have compiled them (or {@code -}), and what went wrong.
 */
final class WorkloadHost {
  /** Libraries such as parsers recurse deeply. */
  private static final long STACK_BYTES = 512L << 20;

  private final boolean interpreted;
  private final Path drivers;
  private final Path modulesRoot;
  private final List<String> fallbacks = new ArrayList<>();
  private final Deque<Function> timers = new ArrayDeque<>();
  private final Random random = new Random(1);
  private int classes;
  private @Nullable String reported;

  private WorkloadHost(boolean interpreted, Path drivers, Path modulesRoot) {
    this.interpreted = interpreted;
    this.drivers = drivers;
    this.modulesRoot = modulesRoot;
  }

  /** Runs the workloads one after the other. */
  public static void main(String[] arguments) throws InterruptedException {
    Path drivers = Path.of(arguments[1]).toAbsolutePath();
    Path modulesRoot = Path.of(arguments[2]).toAbsolutePath();
    Thread scripts =
        new Thread(
            null,
            () -> {
              for (int i = 3; i < arguments.length; i++) {
                WorkloadHost host =
                    new WorkloadHost(arguments[0].equals("i"), drivers, modulesRoot);
                System.out.println(host.line(arguments[i]));
              }
            },
            "scripts",
            STACK_BYTES);
    scripts.start();
    scripts.join();
  }

  private String line(String name) {
    String error = "";
    try {
      run(name);
    } catch (Throwable failure) {
      failure.printStackTrace();
      error = failure.toString().replaceAll("[\t\r\n]", " ");
    }
    String text = reported;
    boolean ok = error.isEmpty() && text != null;
    return String.join(
        "\t",
        name,
        ok ? "OK" : "FAIL",
        text == null ? "-" : checksum(text),
        text == null ? "-" : String.valueOf(text.length()),
        fallbacks.isEmpty() ? "-" : String.join(",", fallbacks),
        error);
  }

  private void run(String name) throws IOException {
    Context cx = new Factory().enterContext();
    try {
      ScriptableObject scope = cx.initStandardObjects();
      WorkloadModules modules =
          new WorkloadModules(
              modulesRoot,
              scope,
              (context, file, before, after) ->
                  compile(
                          context,
                          modulesRoot.relativize(file).toString(),
                          before + Files.readString(file) + after)
                      .exec(context, scope, scope));
      define(scope, modules);
      String prelude = Files.readString(drivers.resolve("_runner/prelude.js"));
      compile(cx, name + "/prelude.js", prelude).exec(cx, scope, scope);
      String driver = Files.readString(drivers.resolve(name).resolve("main.js"));
      compile(cx, name + "/main.js", driver).exec(cx, scope, scope);
      cx.processMicrotasks();
      while (!timers.isEmpty()) {
        timers.remove().call(cx, scope, scope, new Object[0]);
        cx.processMicrotasks();
      }
    } finally {
      Context.exit();
    }
  }

  private void define(ScriptableObject scope, WorkloadModules modules) {
    scope.put("global", scope, scope);
    scope.put("require", scope, modules.requireFrom(modulesRoot));
    // A library that mixes random numbers into its state loops over their digits.
    Scriptable math = (Scriptable) scope.get("Math", scope);
    ScriptableObject.putProperty(
        math, "random", modules.function((cx, none) -> random.nextDouble()));
    put(scope, modules, "load", (cx, arguments) -> load(cx, scope, file(arguments)));
    put(scope, modules, "readText", (cx, arguments) -> Files.readString(file(arguments)));
    put(scope, modules, "print", (cx, arguments) -> WorkloadModules.nothing());
    put(scope, modules, "clearTimeout", (cx, arguments) -> WorkloadModules.nothing());
    put(
        scope,
        modules,
        "report",
        (cx, arguments) -> {
          reported = Context.toString(arguments[0]);
          return WorkloadModules.nothing();
        });
    put(
        scope,
        modules,
        "setTimeout",
        (cx, arguments) -> {
          timers.add((Function) arguments[0]);
          return timers.size();
        });
  }

  private static void put(
      ScriptableObject scope, WorkloadModules modules, String name, WorkloadModules.Body body) {
    scope.put(name, scope, modules.function(body));
  }

  private Path file(Object[] arguments) {
    return modulesRoot.resolve(Context.toString(arguments[0]));
  }

  private Object load(Context cx, ScriptableObject scope, Path file) throws IOException {
    compile(cx, modulesRoot.relativize(file).toString(), Files.readString(file))
        .exec(cx, scope, scope);
    return WorkloadModules.nothing();
  }

  private Script compile(Context cx, String sourceName, String text) {
    int before = classes;
    String source = text.startsWith("#!") ? "//" + text : text;
    Script script = cx.compileString(source, sourceName, 1, null);
    if (!interpreted && classes == before) {
      fallbacks.add(sourceName);
    }
    return script;
  }

  private static String checksum(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Counts the classes that Rhino makes. */
  private final class Factory extends HostFactory {
    Factory() {
      super(interpreted);
    }

    @Override
    protected GeneratedClassLoader createClassLoader(ClassLoader parent) {
      return new DefiningClassLoader(parent) {
        @Override
        public Class<?> defineClass(String name, byte[] bytes) {
          classes++;
          return super.defineClass(name, bytes);
        }
      };
    }
  }
}
