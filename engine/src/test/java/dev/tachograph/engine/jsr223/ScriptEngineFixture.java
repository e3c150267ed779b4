package dev.tachograph.engine.jsr223;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tachograph.engine.SandboxResult;
import dev.tachograph.engine.ScriptError;
import dev.tachograph.meter.Breach;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.ResourceTracker;
import java.util.UUID;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import org.junit.jupiter.api.BeforeEach;

/** An engine by its name, on an account of the test's. */
abstract class ScriptEngineFixture {
  final ScriptEngineManager manager = new ScriptEngineManager();
  final ScriptEngine engine = manager.getEngineByName("tachograph");
  final String account = "test-" + UUID.randomUUID();

  @BeforeEach
  void pay() {
    engine.put("tachograph.account", account);
  }

  ResourceTracker tracker() {
    return Metering.tracker(account);
  }

  ScriptException failure(String script) {
    return catchThrowableOfType(ScriptException.class, () -> engine.eval(script));
  }

  Breach breach(String script) {
    return ((LimitExceededError) failure(script).getCause()).breach();
  }

  static ScriptError error(ScriptException failure) {
    dev.tachograph.engine.ScriptException cause =
        (dev.tachograph.engine.ScriptException) failure.getCause();
    return ((SandboxResult.Failed) cause.result()).error();
  }
}
