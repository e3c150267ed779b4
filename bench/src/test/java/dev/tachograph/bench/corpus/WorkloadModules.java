package dev.tachograph.bench.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.BaseFunction;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.NativeJSON;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.Undefined;

/** The {@code require} of a workload: CommonJS, as far as the libraries of the corpus need it. */
final class WorkloadModules {
  private static final Pattern MAIN = Pattern.compile("(?m)^\\s{0,4}\"main\"\\s*:\\s*\"([^\"]+)\"");
  private static final String[] EXTENSIONS = {"", ".js", ".json", ".cjs"};

  private final Path root;
  private final ScriptableObject scope;
  private final Sources sources;
  private final Map<Path, Scriptable> loaded = new HashMap<>();

  /** Compiles and runs a file. */
  interface Sources {
    Object run(Context cx, Path file, String before, String after) throws IOException;
  }

  /** A function that scripts call. */
  interface Body {
    Object call(Context cx, Object[] arguments) throws IOException;
  }

  /**
   * Modules for one scope.
   *
   * @param root the {@code node_modules} folder
   */
  WorkloadModules(Path root, ScriptableObject scope, Sources sources) {
    this.root = root;
    this.scope = scope;
    this.sources = sources;
  }

  /** A native function of the scope. */
  BaseFunction function(Body body) {
    return new BaseFunction(scope, ScriptableObject.getFunctionPrototype(scope)) {
      private static final long serialVersionUID = 1L;

      @Override
      public Object call(Context cx, Scriptable caller, Scriptable self, Object[] arguments) {
        try {
          return body.call(cx, arguments);
        } catch (IOException unreadable) {
          throw Context.throwAsScriptRuntimeEx(unreadable);
        }
      }
    };
  }

  /** The {@code require} that a module in this folder sees. */
  BaseFunction requireFrom(Path folder) {
    return function((cx, arguments) -> require(cx, folder, Context.toString(arguments[0])));
  }

  private Object require(Context cx, Path from, String id) throws IOException {
    String name = id.startsWith("node:") ? id.substring("node:".length()) : id;
    Scriptable builtins = (Scriptable) scope.get("__builtins", scope);
    Object builtin = ScriptableObject.getProperty(builtins, name);
    if (builtin != Scriptable.NOT_FOUND) {
      return builtin;
    }
    Path file = resolve(from, name);
    if (file == null) {
      throw Context.reportRuntimeError("Cannot find module '" + name + "' from " + from);
    }
    Scriptable module = loaded.get(file);
    if (module == null) {
      module = cx.newObject(scope);
      loaded.put(file, module);
      load(cx, file, module);
    }
    return ScriptableObject.getProperty(module, "exports");
  }

  private void load(Context cx, Path file, Scriptable module) throws IOException {
    Scriptable exports = cx.newObject(scope);
    ScriptableObject.putProperty(module, "exports", exports);
    ScriptableObject.putProperty(module, "id", file.toString());
    if (file.toString().endsWith(".json")) {
      Object value =
          NativeJSON.parse(
              cx,
              scope,
              Files.readString(file),
              function((context, keyAndValue) -> keyAndValue[1]));
      ScriptableObject.putProperty(module, "exports", value);
      return;
    }
    Function body =
        (Function)
            sources.run(
                cx, file, "(function(exports,require,module,__filename,__dirname){", "\n})");
    Path folder = file.getParent();
    Object[] arguments = {exports, requireFrom(folder), module, file.toString(), folder.toString()};
    body.call(cx, scope, exports, arguments);
  }

  private @Nullable Path resolve(Path from, String id) throws IOException {
    if (id.startsWith(".") || id.startsWith("/")) {
      return file(from.resolve(id).normalize());
    }
    for (Path folder = from;
        folder != null && folder.startsWith(root.getParent());
        folder = folder.getParent()) {
      Path found = file(folder.resolve("node_modules").resolve(id));
      if (found != null) {
        return found;
      }
    }
    return file(root.resolve(id));
  }

  private static @Nullable Path file(Path base) throws IOException {
    for (String extension : EXTENSIONS) {
      Path candidate = Path.of(base + extension);
      if (Files.isRegularFile(candidate)) {
        return candidate;
      }
    }
    Path description = base.resolve("package.json");
    if (Files.exists(description)) {
      Matcher main = MAIN.matcher(Files.readString(description));
      if (main.find()) {
        Path found = file(base.resolve(main.group(1)).normalize());
        if (found != null) {
          return found;
        }
      }
    }
    Path index = base.resolve("index.js");
    return Files.isRegularFile(index) ? index : null;
  }

  /** What functions without a result return. */
  static Object nothing() {
    return Undefined.instance;
  }
}
