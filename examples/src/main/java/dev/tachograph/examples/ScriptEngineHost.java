package dev.tachograph.examples;

import dev.tachograph.engine.HostFunction;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.Resource;
import java.util.List;
import javax.script.Bindings;
import javax.script.Compilable;
import javax.script.CompiledScript;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;

/**
 * A host that knows {@code javax.script} alone: a form whose fields follow formulas.
 *
 * <p>Start it with {@code -javaagent:tachograph-agent.jar}.
 */
public final class ScriptEngineHost {
  private ScriptEngineHost() {}

  /** Computes a form, and what goes wrong in it. */
  public static void main(String[] args) throws ScriptException {
    ScriptEngineManager manager = new ScriptEngineManager();
    manager.put("vat", (HostFunction) call -> call.argument(0, String.class).isEmpty() ? 0 : 19);
    ScriptEngine engine = manager.getEngineByName("tachograph");
    engine.put("tachograph.account", "form");
    engine.put("tachograph.limits", "limit.iterations=10_000");
    engine.put(ScriptEngine.FILENAME, "form.js");

    engine.put("net", 200);
    for (String formula :
        List.of(
            "tax = net * vat('DE') / 100",
            "gross = net + tax; print('gross is', gross); gross",
            "gross.amount.cents",
            "while (gross) gross++")) {
      System.out.println(formula + " -> " + outcome(engine, formula));
    }
    Bindings fields = engine.getBindings(ScriptContext.ENGINE_SCOPE);
    System.out.println("tax " + fields.get("tax") + ", gross " + fields.get("gross"));

    CompiledScript total = ((Compilable) engine).compile("items.reduce((sum, x) => sum + x, 0)");
    for (List<Integer> items : List.of(List.of(1, 2, 3), List.of(20, 22))) {
      engine.put("items", items);
      System.out.println("total of " + items + ": " + total.eval());
    }
    System.out.println("rounds: " + Metering.tracker("form").usage().get(Resource.ITERATIONS));
  }

  private static String outcome(ScriptEngine engine, String formula) {
    try {
      return String.valueOf(engine.eval(formula));
    } catch (ScriptException failure) {
      return failure.getCause() instanceof LimitExceededError stopped
          ? "stopped: " + stopped.breach().resource().key()
          : "failed: " + failure.getMessage();
    }
  }
}
