package dev.tachograph.engine;

import dev.tachograph.engine.ModuleFinder.Found;
import dev.tachograph.engine.program.Program;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Callable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.EvaluatorException;
import org.mozilla.javascript.Hashtable;
import org.mozilla.javascript.LambdaFunction;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;
import org.mozilla.javascript.SerializableCallable;
import org.mozilla.javascript.Undefined;
import org.mozilla.javascript.json.JsonParser;

/** The modules of one scope: of an evaluation, or of a session. */
final class ModuleLoader {
  private final Modules modules;
  private final HostFunctions functions;
  private final Sandbox sandbox;
  private final ScriptableObject scope;
  private final ModuleFinder finder;
  private final ModuleErrors errors;
  private final Map<String, Module> loaded = new HashMap<>();
  private final Map<String, ScriptSource> sources = new HashMap<>();
  private final Hashtable answers = new Hashtable(); // of the script
  private ScriptSource script;
  private int depth;

  private static final class Module {
    final ScriptableObject object;
    boolean complete;

    Module(ScriptableObject object) {
      this.object = object;
    }
  }

  /**
   * @param functions by whose rules the host is asked
   * @param script the first that runs
   */
  ModuleLoader(
      Modules modules,
      Sandbox sandbox,
      HostFunctions functions,
      Realm realm,
      ScriptableObject scope,
      ScriptSource script) {
    this.modules = modules;
    this.sandbox = sandbox;
    this.functions = functions;
    this.scope = scope;
    this.script = script;
    finder = new ModuleFinder(modules, sandbox.account(), functions, scope);
    errors = new ModuleErrors(realm);
  }

  /** The function by which the scripts ask for modules, each from its own folder. */
  Scriptable require() {
    return require((cx, caller, self, values) -> require(cx, script.name(), answers, values));
  }

  /** The function by which a module does. */
  private Scriptable require(String from) {
    Hashtable known = new Hashtable();
    return require((cx, caller, self, values) -> require(cx, from, known, values));
  }

  private Scriptable require(SerializableCallable body) {
    LambdaFunction require = new LambdaFunction(scope, "require", 1, body);
    require.setPrototype(null); // whose getters would see it, and have it
    return require;
  }

  /** Another script of the session runs. */
  void begin(ScriptSource next) {
    script = next;
    answers.clear();
  }

  /** What the failure of a script means, if it comes from here and nothing else is known. */
  @Nullable ScriptError meaning(RhinoException failure) {
    return errors.meaning(failure);
  }

  /** The script or module in which something failed; the script if it is neither. */
  ScriptSource source(@Nullable String name) {
    return name == null || name.equals(script.name()) ? script : sources.getOrDefault(name, script);
  }

  private @Nullable Object require(Context cx, String from, Hashtable known, Object[] values) {
    if (values.length == 0 || !(values[0] instanceof CharSequence text)) {
      throw errors.wrongSpecifier();
    }
    if (text.length() > ModuleNames.LONGEST || !ModuleNames.isPrintable(text.toString())) {
      throw errors.wrongSpecifier();
    }
    String specifier = text.toString();
    Hashtable.Entry answer = known.getEntry(specifier); // Rhino's: the script pays for entries
    Module module =
        answer != null && answer.value() instanceof Module found
            ? found
            : module(cx, specifier, from);
    if (answer == null && module.complete) {
      known.put(specifier, module);
    }
    Object exports = ScriptableObject.getProperty(module.object, "exports");
    return exports == Scriptable.NOT_FOUND ? Undefined.instance : exports;
  }

  private Module module(Context cx, String specifier, String from) {
    Found found = find(cx, specifier, from);
    Module known = loaded.get(found.name());
    return known == null ? load(cx, found) : known;
  }

  /** One that fails is forgotten, so that it may be tried again. */
  private Module load(Context cx, Found found) {
    if (depth >= modules.maximumDepth()) {
      throw errors.tooMany(
          "modules wait for one another more than %d deep".formatted(modules.maximumDepth()));
    }
    if (loaded.size() >= modules.maximumModules()) {
      throw errors.tooMany("more than %d modules".formatted(modules.maximumModules()));
    }
    ScriptableObject object = (ScriptableObject) cx.newObject(scope);
    Module module = new Module(object);
    loaded.put(found.name(), module);
    depth++;
    try {
      define(object, "id", found.name());
      fill(cx, found, object);
      module.complete = true;
      return module;
    } finally {
      depth--;
      if (!module.complete) {
        loaded.remove(found.name());
      }
    }
  }

  private Found find(Context cx, String specifier, String from) {
    ModuleFinder.Answer answer = finder.find(cx, specifier, from);
    Found found = answer.found();
    if (found == null) {
      throw errors.notFound(cx, specifier);
    }
    if (!answer.allowed()) {
      throw errors.notAllowed(cx, found.name(), source(from));
    }
    return found;
  }

  private void fill(Context cx, Found found, ScriptableObject module) {
    if (found.definition() instanceof Modules.HostValue value) {
      define(module, "exports", exports(cx, found.name(), value));
    } else if (found.definition() instanceof Modules.Text text) {
      if (sources.size() < modules.maximumModules() || sources.containsKey(found.name())) {
        sources.put(found.name(), text.source()); // those of failed ones, too
      }
      if (found.name().endsWith(".json")) {
        define(module, "exports", data(cx, text.source()));
      } else {
        run(cx, text, module);
      }
    }
  }

  private @Nullable Object exports(Context cx, String name, Modules.HostValue value) {
    Object exports = HostValues.toScript(cx, scope, value.value());
    value
        .members()
        .forEach(
            (member, body) ->
                define(
                    (ScriptableObject) Objects.requireNonNull(exports),
                    member,
                    functions.toScript(scope, name + "." + member, body)));
    return exports;
  }

  private @Nullable Object data(Context cx, ScriptSource source) {
    try {
      return new JsonParser(cx, scope).parseValue(source.text());
    } catch (JsonParser.ParseException failure) {
      throw errors.syntax(failure.getMessage(), source);
    }
  }

  private void run(Context cx, Modules.Text text, ScriptableObject module) {
    String name = text.source().name();
    Object body = program(cx, text).exec(cx, scope);
    if (!(body instanceof Callable function)) {
      throw errors.syntax("its braces do not match", text.source());
    }
    Scriptable exports = cx.newObject(scope);
    define(module, "exports", exports);
    String folder = name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : ".";
    function.call(cx, scope, exports, new Object[] {exports, require(name), module, name, folder});
  }

  private Program program(Context cx, Modules.Text text) {
    try {
      return sandbox.program(cx, text.program());
    } catch (EvaluatorException failure) {
      throw errors.syntax(failure, text.source());
    } catch (SyntaxRefusal refusal) {
      throw errors.refused(cx, refusal, text.source());
    }
  }

  private static void define(ScriptableObject object, String name, @Nullable Object value) {
    object.defineProperty(name, value, ScriptableObject.EMPTY);
  }
}
