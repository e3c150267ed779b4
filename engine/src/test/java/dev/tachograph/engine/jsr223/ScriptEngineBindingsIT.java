package dev.tachograph.engine.jsr223;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.engine.HostFunction;
import dev.tachograph.meter.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.script.Bindings;
import javax.script.ScriptContext;
import javax.script.ScriptException;
import javax.script.SimpleBindings;
import org.junit.jupiter.api.Test;

/** Bindings of the host, of all their scopes. */
class ScriptEngineBindingsIT extends ScriptEngineFixture {
  @Test
  void bindingsEnterAndStayWhatTheyAreUnlessChanged() throws Exception {
    List<Object> list = new ArrayList<>(List.of(1, "x", Map.of("deep", List.of(true))));
    engine.put("list", list);
    engine.put("number", 3);
    engine.put("gone", "soon");
    engine.put("nothing", null);
    engine.put("not-a-name", new Object());

    assertThat(engine.eval("list.length + number + String(nothing) + list[2].deep[0]"))
        .isEqualTo("6nulltrue");
    assertThat(engine.get("list")).isSameAs(list);
    assertThat(engine.get("number")).isEqualTo(3);

    engine.eval("number += 1; list[2].deep[0] = false; delete globalThis.gone");
    assertThat(engine.get("number")).isEqualTo(4L);
    assertThat(engine.get("list")).isEqualTo(List.of(1L, "x", Map.of("deep", List.of(false))));
    assertThat(list.get(2)).isEqualTo(Map.of("deep", List.of(true)));
    assertThat(engine.getBindings(ScriptContext.ENGINE_SCOPE)).doesNotContainKey("gone");
  }

  @Test
  void aLargeBindingThatIsNotChangedCostsNoOutput() throws Exception {
    String large = "x".repeat(3_000_000);
    engine.put("large", large);

    assertThat(engine.eval("large.length")).isEqualTo(3_000_000L);
    assertThat(engine.get("large")).isSameAs(large);
  }

  @Test
  void whatCannotEnterIsNamed() {
    engine.put("thing", Map.of("inner", new Object()));

    assertThatThrownBy(() -> engine.eval("1"))
        .isInstanceOf(ScriptException.class)
        .hasMessage(
            "binding thing.inner is a java.lang.Object, which cannot enter a sandbox: give plain"
                + " values, or a function");
  }

  @Test
  void hostFunctionsMayBeBindings() throws Exception {
    HostFunction twice = call -> call.argument(0, Double.class) * 2;
    engine.put("twice", twice);

    assertThat(engine.eval("twice(21)")).isEqualTo(42L);
    assertThat(engine.get("twice")).isSameAs(twice);
    assertThat(tracker().usage().get(Resource.HOST_CALLS)).isEqualTo(1);
    engine.eval("twice = 'replaced'");
    assertThat(engine.get("twice")).isEqualTo("replaced");
  }

  @Test
  void globalScopeIsVisibleBehindTheEngines() throws Exception {
    manager.put("shared", "global");
    manager.put("hidden", "global");
    engine.put("hidden", "engine");

    assertThat(engine.eval("shared + ' ' + hidden")).isEqualTo("global engine");
    engine.eval("shared = 'mine'");
    assertThat(manager.get("shared")).isEqualTo("global");
    assertThat(engine.get("shared")).isEqualTo("mine");
    assertThat(manager.getEngineByName("tachograph").eval("shared")).isEqualTo("global");
  }

  @Test
  void bindingsOfOneEvaluationTakeThePlaceOfTheEngines() throws Exception {
    engine.put("x", 1);
    manager.put("y", 10);
    Bindings bindings = new SimpleBindings();
    bindings.put("x", 2);
    bindings.put("tachograph.account", account);

    assertThat(engine.eval("z = x + y", bindings)).isEqualTo(12L);
    assertThat(bindings).containsEntry("z", 12L);
    assertThat(engine.get("z")).isNull();
  }

  @Test
  void afterAFailureBindingsAreAsBefore() {
    engine.put("x", 1);

    assertThatThrownBy(() -> engine.eval("x = 2; y = 3; throw new Error('no')"));
    assertThat(engine.get("x")).isEqualTo(1);
    assertThat(engine.get("y")).isNull();
  }

  @Test
  void scriptsCannotSetWhatTheContextSays() throws Exception {
    engine.eval(
        "globalThis['tachograph.limits'] = 'limit.cpuTime=1h';"
            + "globalThis['tachograph.account'] = 'other';"
            + "globalThis['javax.script.filename'] = 'other.js'");

    assertThat(engine.get("tachograph.limits")).isNull();
    assertThat(engine.get("tachograph.account")).isEqualTo(account);
    assertThat(engine.get("javax.script.filename")).isNull();
    assertThat(engine.eval("typeof globalThis['tachograph.account']")).isEqualTo("undefined");
  }
}
