package dev.tachograph.engine.jsr223;

import dev.tachograph.engine.GlobalsExchange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.script.Bindings;
import javax.script.ScriptContext;
import javax.script.ScriptException;
import org.jspecify.annotations.Nullable;

/** Takes bindings into an evaluation, and back out of it into those of the engine. */
final class ContextVariables {
  private ContextVariables() {}

  /** The variables of all scopes, of which those in front hide the ones behind. */
  static GlobalsExchange enter(ScriptContext context) throws ScriptException {
    Map<String, @Nullable Object> visible = new LinkedHashMap<>();
    List<Integer> scopes = new ArrayList<>(context.getScopes());
    for (int i = scopes.size() - 1; i >= 0; i--) {
      Bindings bindings = context.getBindings(scopes.get(i));
      if (bindings != null) {
        // In one step where the bindings are our own, which other evaluations may be changing.
        bindings.entrySet().forEach(entry -> visible.put(entry.getKey(), entry.getValue()));
      }
    }
    try {
      return new GlobalsExchange(visible);
    } catch (IllegalArgumentException wrong) {
      throw Failures.of("binding " + wrong.getMessage(), wrong);
    }
  }

  /** What a script that completed left; other scopes than the engine's stay as they are. */
  static void leave(GlobalsExchange globals, ScriptContext context) {
    Bindings own = context.getBindings(ScriptContext.ENGINE_SCOPE);
    if (own != null) {
      globals.removed().forEach(own::remove);
      own.putAll(globals.changed());
    }
  }
}
