package dev.tachograph.engine;

import static dev.tachograph.engine.Sandboxes.standard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tachograph.engine.SandboxResult.Failed;
import dev.tachograph.engine.SandboxResult.LimitExceeded;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Modules that a host finds, and who may have them. */
class ModuleResolverIT {
  private final List<ModuleRequest> requests = new ArrayList<>();
  private final Map<String, String> store = new HashMap<>();

  private Modules.Builder stored() {
    return Modules.builder()
        .resolver(
            request -> {
              requests.add(request);
              return request.candidates().stream()
                  .filter(store::containsKey)
                  .findFirst()
                  .map(name -> new ScriptSource(name, Objects.requireNonNull(store.get(name))))
                  .orElse(null);
            });
  }

  private static Sandbox sandbox(Modules.Builder modules) {
    return standard().environment(Environment.builder().modules(modules.build()).build()).build();
  }

  private static SandboxResult run(Modules.Builder modules, String source) {
    return sandbox(modules).run(new ScriptSource("rules/main.js", source));
  }

  @Test
  void theResolverIsAskedOnceForWhatEachModuleAsksFor() {
    store.put("rules/a.js", "exports.n = require('./b').n + require('./b').n");
    store.put("rules/b.js", "exports.n = 21");
    try (Sandbox sandbox = sandbox(stored())) {
      SandboxResult result =
          sandbox.run(
              new ScriptSource(
                  "rules/main.js", "for (var i = 0; i < 9; i++) require('./a'); require('./a').n"));

      assertThat(result.value()).isEqualTo(42L);
      assertThat(result.usage().get(Resource.HOST_CALLS)).isEqualTo(2);
      assertThat(requests)
          .extracting(ModuleRequest::specifier, ModuleRequest::from)
          .containsExactly(tuple("./a", "rules/main.js"), tuple("./b", "rules/a.js"));
      assertThat(requests.get(0).account()).isEqualTo(sandbox.account());
      assertThat(requests.get(0).candidates())
          .containsExactly(
              "rules/a", "rules/a.js", "rules/a.json", "rules/a/index.js", "rules/a/index.json");
    }
  }

  @Test
  void anotherEvaluationSeesWhatTheHostHasNow() {
    store.put("rate", "module.exports = 1");
    try (Sandbox sandbox = sandbox(stored())) {
      assertThat(sandbox.run("require('rate')").value()).isEqualTo(1L);
      store.put("rate", "module.exports = 2");
      assertThat(sandbox.run("require('rate')").value()).isEqualTo(2L);
      store.remove("rate");
      assertThat(((Failed) sandbox.run("require('rate')")).error().message())
          .isEqualTo("Error: Cannot find module 'rate'");
    }
  }

  @Test
  void theSameNameIsTheSameModule() {
    Modules.Builder modules =
        Modules.builder()
            .source("fixed", "module.exports = 'own'")
            .resolver(
                request ->
                    new ScriptSource(
                        request.specifier().startsWith("f") ? "fixed" : "one", "exports.n = 1"));
    assertThat(run(modules, "require('x') === require('y')").value()).isEqualTo(true);
    assertThat(run(modules, "require('f')").value()).isEqualTo("own");
  }

  @Test
  void whatTheResolverThrowsStaysWithTheHost() {
    Modules.Builder broken =
        Modules.builder()
            .resolver(
                request -> {
                  throw new IllegalStateException("jdbc:secret");
                });
    Failed failed = (Failed) run(broken, "require('x')");
    assertThat(failed.error().kind()).isEqualTo(ScriptError.Kind.HOST);
    assertThat(failed.error().message()).isEqualTo("Error: host function require failed");
    assertThat(run(broken, "try { require('x') } catch (e) { e.message }").value())
        .isEqualTo("host function require failed");

    Modules.Builder told =
        Modules.builder()
            .resolver(
                request -> {
                  throw new HostCallException("the store is closed");
                });
    assertThat(((Failed) run(told, "require('x')")).error().message())
        .isEqualTo("Error: the store is closed");
    Modules.Builder names =
        Modules.builder().resolver(request -> new ScriptSource("a\nb", "exports.n = 1"));
    assertThat(((Failed) run(names, "require('x')")).error().kind())
        .isEqualTo(ScriptError.Kind.HOST);
  }

  @Test
  void theHostSaysWhoMayHaveWhat() {
    Modules.Builder modules =
        Modules.builder()
            .source("lib/open.js", "exports.n = require('./secret').n")
            .source("lib/secret.js", "exports.n = 42")
            .authorization(
                (from, name) -> from.startsWith("lib/") || !name.equals("lib/secret.js"));
    SandboxResult through = run(modules, "require('lib/open').n");
    assertThat(through.value()).isEqualTo(42L);
    assertThat(through.usage().get(Resource.HOST_CALLS)).isEqualTo(2);

    Failed refused = (Failed) run(modules, "1;\nrequire('lib/secret').n");
    assertThat(refused.error().kind()).isEqualTo(ScriptError.Kind.REFUSED);
    assertThat(refused.error().toString())
        .isEqualTo(
            "rules/main.js:2: Error: module 'lib/secret.js' is not allowed for 'rules/main.js'");
    assertThat(
            run(
                    modules,
                    "require('lib/open'); try { require('../lib/x/../secret') } catch (e) { e.code }")
                .value())
        .isEqualTo("MODULE_NOT_ALLOWED");
    assertThat(
            run(
                    modules.source("lib/asks.js", "exports.isMain = require.main === module"),
                    "Object.defineProperty(Object.prototype, 'main', {get: function () {"
                        + " this('lib/secret'); }}); require('lib/asks').isMain")
                .value())
        .isEqualTo(false);
    Modules.Builder broken =
        Modules.builder()
            .source("a", "")
            .authorization(
                (from, name) -> {
                  throw new IllegalStateException("ldap");
                });
    assertThat(((Failed) run(broken, "require('a')")).error().kind())
        .isEqualTo(ScriptError.Kind.HOST);
  }

  @Test
  void endlessModulesEnd() {
    Modules.Builder endless =
        Modules.builder()
            .resolver(request -> new ScriptSource(request.specifier(), "require(module.id + 'x')"));
    assertThat(((Failed) run(endless, "require('x')")).error().message())
        .isEqualTo("Error: modules wait for one another more than 32 deep");

    Modules.Builder many =
        Modules.builder()
            .resolver(request -> new ScriptSource(request.specifier(), "exports.n = 1"));
    assertThat(
            run(many, "try { for (var i = 0;; i++) require('m' + i) } catch (e) { [i, e.message] }")
                .value())
        .isEqualTo(List.of(100L, "more than 100 modules"));
    Limits limits = Limits.builder().perEvaluation(Resource.HOST_CALLS, 50).build();
    Environment environment = Environment.builder().modules(stored().build()).build();
    SandboxResult flood =
        standard()
            .environment(environment)
            .limits(limits)
            .build()
            .run("for (var i = 0;; i++) try { require('m' + i) } catch (e) {}");
    assertThat(flood).isInstanceOf(LimitExceeded.class);
    assertThat(requests).hasSize(50);
  }

  @Test
  void dataComesFromTheResolverToo() {
    store.put("rates.json", "[1, {\"__proto__\": {\"x\": 2}}]");
    assertThat(run(stored(), "var r = require('/rates'); r[0] + typeof r.x").value())
        .isEqualTo("1undefined");
  }
}
