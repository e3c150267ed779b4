package dev.tachograph.engine;

import dev.tachograph.engine.ScriptError.Kind;
import dev.tachograph.engine.program.Program;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.RhinoException;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/**
 * A scope with what scripts find in it beside the language: a console, host functions and values.
 * Of one evaluation, or of a session's evaluations one after the other.
 */
final class ScriptScope implements AutoCloseable {
  private static final int CONSOLE_CHARACTERS = 64 << 10;

  private final Sandbox sandbox;
  private final HostGlobals globals;
  private final @Nullable GlobalsExchange exchange;
  private final boolean hasPrint;
  private final Console console;
  private final HostFunctions functions;
  private @Nullable ModuleLoader modules;
  private Consumer<ConsoleMessage> listener;
  private @Nullable Realm realm;
  private @Nullable ScriptableObject scope;

  /**
   * @param exchange globals that are handed on, or {@code null}
   * @param hasPrint whether {@code print} is another name of {@code console.log}
   */
  ScriptScope(
      Sandbox sandbox, HostGlobals globals, @Nullable GlobalsExchange exchange, boolean hasPrint) {
    this.sandbox = sandbox;
    this.globals = globals;
    this.exchange = exchange;
    this.hasPrint = hasPrint;
    ResourceTracker account = sandbox.tracker();
    listener = sandbox.console();
    console =
        new Console(
            CONSOLE_CHARACTERS,
            message -> listener.accept(message),
            bytes -> account.charge(Resource.OUTPUT_BYTES, bytes));
    functions = new HostFunctions(sandbox, account);
  }

  /** Another script runs in it now. */
  void enter(ScriptSource source) {
    listener = ConsoleLog.of(sandbox.console(), sandbox.account(), source.name());
  }

  /** Takes a realm out of stock, or builds one in a Context of this thread; once. */
  Realm realm(Context cx) {
    Realm taken = realm;
    if (taken == null) {
      taken = sandbox.engine().scopes().pool(sandbox.environment().shape()).take(cx);
      realm = taken;
    }
    return taken;
  }

  /**
   * The scope, with everything in it. Call it within the evaluation: what is made is charged.
   *
   * @param source the script that runs next, from whose folder modules are looked for
   * @param program whose constants hide what is exchanged
   */
  ScriptableObject open(Context cx, ScriptSource source, Program program) {
    ScriptableObject known = scope;
    if (known != null) {
      if (modules != null) {
        modules.begin(source);
      }
      return known;
    }
    Realm inside = realm(cx);
    ScriptableObject opened = inside.open();
    Scriptable log = console.toScript(cx, opened);
    inside.define("console", log);
    if (hasPrint) {
      inside.define("print", log.get("log", log));
    }
    defineRequire(inside, opened, source);
    globals.define(cx, inside, opened, functions);
    if (exchange != null) {
      exchange.enter(cx, inside, opened, program.constants(), functions);
    }
    scope = opened;
    return opened;
  }

  private void defineRequire(Realm inside, ScriptableObject opened, ScriptSource source) {
    Modules available = sandbox.environment().modules();
    if (available != null) {
      ModuleLoader loader = new ModuleLoader(available, sandbox, functions, inside, opened, source);
      inside.define("require", loader.require());
      modules = loader;
    }
  }

  /** What the failure of a script means to the host. */
  ScriptError error(Kind kind, RhinoException failure, ScriptErrors errors) {
    ScriptError meaning = modules == null ? null : modules.meaning(failure);
    if (meaning != null) {
      return errors.under(meaning, null);
    }
    ScriptErrors placed =
        modules == null ? errors : errors.in(modules.source(failure.sourceName()));
    return placed.of(
        functions.caused(failure) ? Kind.HOST : kind, failure, functions.causeOf(failure));
  }

  /** Reads the globals that are to be handed on; may run code of the script's. */
  void leave(Scriptable opened, ScriptValues values) {
    if (exchange != null) {
      exchange.leave(opened, values);
    }
  }

  /** The scope, if an evaluation opened it. */
  @Nullable ScriptableObject scope() {
    return scope;
  }

  Console console() {
    return console;
  }

  /** Throws the realm away, if one was taken. */
  @Override
  public void close() {
    if (realm != null) {
      realm = null;
      sandbox.engine().thrownAway();
    }
  }
}
