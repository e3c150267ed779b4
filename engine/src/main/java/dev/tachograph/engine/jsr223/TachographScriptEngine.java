package dev.tachograph.engine.jsr223;

import dev.tachograph.engine.GlobalsExchange;
import dev.tachograph.engine.Sandbox;
import dev.tachograph.engine.SandboxResult;
import dev.tachograph.engine.ScriptSource;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Objects;
import javax.script.AbstractScriptEngine;
import javax.script.Bindings;
import javax.script.Compilable;
import javax.script.CompiledScript;
import javax.script.ScriptContext;
import javax.script.ScriptEngineFactory;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import org.jspecify.annotations.Nullable;

/**
 * Runs each script in a scope of its own, under the limits of the account that its context names
 * (see {@link ContextSettings}); variables go from script to script through the bindings (see
 * {@link ContextVariables}).
 *
 * <p>It is no {@link javax.script.Invocable}: a function lives in the scope of its evaluation and
 * ends with it. To call it later, its script would have to run again, with all that it does and
 * costs. Evaluate the script with the call, or compile both together.
 */
final class TachographScriptEngine extends AbstractScriptEngine implements Compilable {
  private final TachographScriptEngineFactory factory;

  TachographScriptEngine(TachographScriptEngineFactory factory) {
    super(newBindings());
    this.factory = factory;
  }

  @Override
  public @Nullable Object eval(String script, ScriptContext context) throws ScriptException {
    Objects.requireNonNull(script, "script");
    Objects.requireNonNull(context, "context");
    return run(ContextSettings.of(context), script(script, context), context);
  }

  @Override
  public @Nullable Object eval(Reader script, ScriptContext context) throws ScriptException {
    return eval(text(script), context);
  }

  @Override
  public CompiledScript compile(String script) throws ScriptException {
    Objects.requireNonNull(script, "script");
    ScriptSource source = script(script, context);
    ContextSettings settings = ContextSettings.of(context);
    ContextOutput silent = new ContextOutput(context);
    try (Sandbox sandbox = settings.sandbox(silent)) {
      Failures.value(sandbox.check(source));
    } catch (IllegalStateException unavailable) {
      throw Failures.of(unavailable);
    }
    return new CompiledSource(source);
  }

  @Override
  public CompiledScript compile(Reader script) throws ScriptException {
    return compile(text(script));
  }

  /** Bindings that evaluations on many threads may share. */
  @Override
  public Bindings createBindings() {
    return newBindings();
  }

  @Override
  public ScriptEngineFactory getFactory() {
    return factory;
  }

  private static Bindings newBindings() {
    return new SimpleBindings(Collections.synchronizedMap(new LinkedHashMap<>()));
  }

  private static @Nullable Object run(
      ContextSettings settings, ScriptSource source, ScriptContext context) throws ScriptException {
    GlobalsExchange globals = ContextVariables.enter(context);
    ContextOutput output = new ContextOutput(context);
    SandboxResult result;
    try (Sandbox sandbox = settings.sandbox(output)) {
      result = sandbox.run(source, globals);
    } catch (IllegalStateException unavailable) {
      throw Failures.of(unavailable);
    }
    Object value = Failures.value(result);
    output.requireWritten();
    ContextVariables.leave(globals, context);
    return value;
  }

  private static ScriptSource script(String text, ScriptContext context) {
    Object name = context.getAttribute(FILENAME);
    String file = name == null ? "" : name.toString();
    return new ScriptSource(file.isBlank() ? "script" : file, text);
  }

  private static String text(Reader reader) throws ScriptException {
    Objects.requireNonNull(reader, "script");
    StringWriter text = new StringWriter();
    try {
      reader.transferTo(text);
    } catch (IOException unreadable) {
      throw new ScriptException(unreadable);
    }
    return text.toString();
  }

  /** A script that compiles. Its program is in the engine's cache, like that of any other. */
  private final class CompiledSource extends CompiledScript {
    private final ScriptSource source;

    CompiledSource(ScriptSource source) {
      this.source = source;
    }

    @Override
    public @Nullable Object eval(ScriptContext context) throws ScriptException {
      Objects.requireNonNull(context, "context");
      return run(ContextSettings.of(context), source, context);
    }

    @Override
    public TachographScriptEngine getEngine() {
      return TachographScriptEngine.this;
    }
  }
}
