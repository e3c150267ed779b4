package dev.tachograph.engine;

import static dev.tachograph.engine.Sandboxes.ENGINE;
import static dev.tachograph.engine.Sandboxes.standard;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tachograph.engine.SandboxResult.Failed;
import dev.tachograph.engine.SandboxResult.LimitExceeded;
import dev.tachograph.engine.program.SyntaxCheck;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mozilla.javascript.ast.WhileLoop;

/** Modules of the environment's own. */
class ModulesIT {
  private static Modules.Builder lib() {
    return Modules.builder()
        .source("math.js", "exports.twice = x => 2 * x; exports.path = [__filename, __dirname]")
        .source("lib/index.js", "module.exports = require('./deep/a').name + '!'")
        .source("lib/deep/a.js", "exports.name = require('../name.json').first")
        .source("lib/name.json", "{\"first\": \"Ada\"}")
        .source("lib/counter.js", "var n = 0; exports.next = function () { return ++n }");
  }

  private static Sandbox sandbox(Modules.Builder modules) {
    return standard().environment(Environment.builder().modules(modules.build()).build()).build();
  }

  private static SandboxResult run(Modules.Builder modules, String source) {
    return sandbox(modules).run(new ScriptSource("rules/main.js", source));
  }

  @Test
  void modulesAreFoundAsNodeFindsThem() {
    for (String specifier :
        List.of(
            "math",
            "math.js",
            "../math",
            "../x/../math.js",
            "/math",
            ".//..//math",
            "lib/../math")) {
      assertThat(run(lib(), "require('" + specifier + "').twice(21)").value())
          .as(specifier)
          .isEqualTo(42L);
    }
    for (String specifier :
        List.of("lib", "lib/", "../lib", "../lib/.", "lib/index.js", "lib/index")) {
      assertThat(run(lib(), "require('" + specifier + "')").value())
          .as(specifier)
          .isEqualTo("Ada!");
    }
    assertThat(run(lib(), "require('math').path.concat(require('lib/name').first)").value())
        .isEqualTo(List.of("math.js", ".", "Ada"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"maths", "./math", "../../math", "lib/deep", "..", "math.js/", "l\\\\ib", "./lib"})
  void whatIsNotThereIsAnErrorWithNodesCode(String specifier) {
    assertThat(
            run(
                    lib(),
                    "try { require('%s') } catch (e) { [e.code, e.message] }".formatted(specifier))
                .value())
        .isEqualTo(
            List.of(
                "MODULE_NOT_FOUND",
                "Cannot find module '%s'".formatted(specifier.replace("\\\\", "\\"))));
    Failed failed = (Failed) run(lib(), "1;\nrequire('" + specifier + "')");
    assertThat(failed.error().kind()).isEqualTo(ScriptError.Kind.RUNTIME);
    assertThat(failed.error().line()).isEqualTo(2);
  }

  @Test
  void aModuleIsEvaluatedOnceForEachEvaluation() {
    try (Sandbox sandbox = sandbox(lib())) {
      String source =
          "require('lib/counter').next(); require('lib/counter').next();"
              + "[require('./lib/counter.js').next(), require('lib/counter') === require('/lib/counter')]";
      assertThat(sandbox.run(source).value()).isEqualTo(List.of(3L, true));
      assertThat(sandbox.run(source).value()).isEqualTo(List.of(3L, true));
    }
  }

  @Test
  void whatAModuleIsLike() {
    Modules.Builder modules =
        Modules.builder()
            .source(
                "self",
                "module.exports = [this === exports, exports === module.exports, module.id,"
                    + " arguments.length, typeof require, (function () { return this })() === globalThis]")
            .source("early", "if (true) { exports.a = 1; return } exports.b = 2")
            .source(
                "strict",
                "'use strict'; try { undeclared = 1 } catch (e) { module.exports = true }")
            .source("own", "var mine = 1; function f() {} mine // the end")
            .source("gone", "delete module.exports");
    assertThat(run(modules, "require('self')").value())
        .isEqualTo(List.of(true, true, "self", 5L, "function", true));
    assertThat(run(modules, "[require('early'), require('strict')]").value())
        .isEqualTo(List.of(Map.of("a", 1L), true));
    assertThat(
            run(modules, "require('own'); typeof mine + typeof f + typeof module + typeof exports")
                .value())
        .isEqualTo("undefinedundefinedundefinedundefined");
    assertThat(run(modules, "[typeof require('gone'), typeof require.cache]").value())
        .isEqualTo(List.of("undefined", "undefined"));
  }

  @Test
  void cyclesSeeWhatIsExportedSoFar() {
    Modules.Builder modules =
        Modules.builder()
            .source(
                "a",
                "exports.done = false; var b = require('./b'); exports.b = b.seen; exports.done = true")
            .source(
                "b",
                "exports.seen = require('./a').done; exports.again = () => require('./a').done");
    assertThat(run(modules, "var a = require('a'); [a.done, a.b, require('b').again()]").value())
        .isEqualTo(List.of(true, false, true));
  }

  @Test
  void aModuleThatFailedIsTriedAgain() {
    Modules.Builder modules =
        Modules.builder()
            .source("moody", "if (!globalThis.ready) throw new Error('not yet'); exports.n = 1")
            .source("around", "exports.n = require('./moody').n");
    assertThat(
            run(
                    modules,
                    "var m; try { require('around') } catch (e) { m = e.message }"
                        + " ready = true; [m, require('around').n]")
                .value())
        .isEqualTo(List.of("not yet", 1L));
  }

  @Test
  void errorsSayWhereInWhichModule() {
    Modules.Builder modules =
        Modules.builder()
            .source("lib/throws.js", "\nexports.f = function () {\n  null.x\n}")
            .source("lib/bad.js", "var a = 1;\nvar b = ;")
            .source("lib/open.js", "var a = 1;\nfunction f() {")
            .source("lib/closed.js", "}); (function () {")
            .source("lib/bad.json", "{\"a\": }");
    Failed thrown = (Failed) run(modules, "require('lib/throws').f()");
    assertThat(thrown.error().kind()).isEqualTo(ScriptError.Kind.RUNTIME);
    assertThat(thrown.error().toString()).startsWith("lib/throws.js:3: TypeError");
    assertThat(thrown.error().lineSource()).isEqualTo("  null.x");
    assertThat(thrown.error().stack()).last().isEqualTo("rules/main.js:1");

    Failed syntax = (Failed) run(modules, "require('lib/bad')");
    assertThat(syntax.error().kind()).isEqualTo(ScriptError.Kind.SYNTAX);
    assertThat(syntax.error()).hasToString("lib/bad.js:2:9: syntax error");
    assertThat(syntax.error().lineSource()).isEqualTo("var b = ;");
    Failed open = (Failed) run(modules, "require('lib/open')");
    assertThat(open.error().line()).isEqualTo(2);
    assertThat(open.error().lineSource()).isEqualTo("function f() {");
    Failed data = (Failed) run(modules, "require('lib/bad.json')");
    assertThat(data.error().kind()).isEqualTo(ScriptError.Kind.SYNTAX);
    assertThat(data.error().toString()).startsWith("lib/bad.json: ");
    assertThat(
            run(modules, "try { require('lib/bad') } catch (e) { [e.name, e.message, e.fileName] }")
                .value())
        .isEqualTo(List.of("SyntaxError", "lib/bad.js:2:9: syntax error", "lib/bad.js"));
    assertThat(run(modules, "typeof require('lib/closed')").value()).isEqualTo("object");
  }

  @Test
  void hostModulesAreCopiesAndFunctions() {
    Modules.Builder modules =
        Modules.builder()
            .host(
                "config",
                Map.of(
                    "rates",
                    List.of(1, 2),
                    "twice",
                    (HostFunction) call -> call.argument(0, Long.class) * 2))
            .host("answer", 42);
    try (Sandbox sandbox = sandbox(modules)) {
      String source =
          "var c = require('config'); c.rates.push(c.twice(21)); [c.rates, require('answer')]";
      for (int run = 0; run < 2; run++) {
        SandboxResult result = sandbox.run(source);
        assertThat(result.value()).isEqualTo(List.of(List.of(1L, 2L, 42L), 42L));
        assertThat(result.usage().get(Resource.HOST_CALLS)).isEqualTo(1);
      }
      Failed failed = (Failed) sandbox.run("require('config').twice('x')");
      assertThat(failed.error().kind()).isEqualTo(ScriptError.Kind.HOST);
      assertThat(failed.error().message()).contains("argument 1 of config.twice");
    }
  }

  @Test
  void modulesAreMeteredAndParsedOnce() {
    String text =
        "var s = 0; for (var i = 0; i < 10; i++) s += i; exports.s = s // " + System.nanoTime();
    try (Sandbox sandbox = sandbox(Modules.builder().source("loop", text))) {
      long parsed = 0;
      for (int run = 0; run < 2; run++) {
        SandboxResult result = sandbox.run("require('loop').s");
        assertThat(result.value()).isEqualTo(45L);
        assertThat(result.usage().get(Resource.ITERATIONS)).isEqualTo(10);
        assertThat(result.usage().get(Resource.FUNCTION_CALLS)).isEqualTo(1);
        assertThat(result.usage().get(Resource.EVALUATIONS)).isEqualTo(1);
        parsed += result.usage().get(Resource.SOURCE_CHARS);
      }
      assertThat(parsed).isBetween(text.length() + 60L, text.length() + 100L);
    }
    Limits limits = Limits.builder().perEvaluation(Resource.ITERATIONS, 9).build();
    Environment environment =
        Environment.builder().modules(Modules.builder().source("loop", text).build()).build();
    assertThat(
            standard()
                .environment(environment)
                .limits(limits)
                .build()
                .run("try { require('loop') } finally { 1 }"))
        .isInstanceOf(LimitExceeded.class);
  }

  @Test
  void theValidatorSeesModules() {
    Environment environment =
        Environment.builder()
            .modules(Modules.builder().source("loops", "1;\nwhile (true) {}").build())
            .validator(
                tree ->
                    SyntaxCheck.visitAll(
                        tree,
                        node -> {
                          if (node instanceof WhileLoop) {
                            throw new IllegalArgumentException("while in line " + node.getLineno());
                          }
                          return true;
                        }))
            .build();
    Failed refused = (Failed) standard().environment(environment).build().run("require('loops')");
    assertThat(refused.error().kind()).isEqualTo(ScriptError.Kind.REFUSED);
    assertThat(refused.error()).hasToString("loops: while in line 2");
    assertThat(
            standard()
                .environment(environment)
                .build()
                .run("try { require('loops') } catch (e) { e.message }")
                .value())
        .isEqualTo("module 'loops' is refused: while in line 2");
  }

  @Test
  void featuresThatAreOffAreOffInModulesToo() {
    Environment environment =
        Environment.builder()
            .without(LanguageFeature.FUNCTIONS)
            .modules(
                Modules.builder()
                    .source("plain.js", "exports.one = 1;")
                    .source("calls.js", "exports.two = 2;\nexports.f = function () {};")
                    .build())
            .build();
    Sandbox sandbox = standard().environment(environment).build();

    assertThat(sandbox.run("require('plain').one").value()).isEqualTo(1L);
    ScriptError error = ((SandboxResult.Failed) sandbox.run("require('calls')")).error();
    assertThat(error.kind()).isEqualTo(ScriptError.Kind.REFUSED);
    assertThat(error.file()).isEqualTo("calls.js");
    assertThat(error.line()).isEqualTo(2);
  }

  @Test
  void depthAndNumberAreLimited() {
    Modules.Builder chain = Modules.builder().maximumDepth(3).maximumModules(4);
    for (int i = 0; i < 10; i++) {
      chain.source("m" + i, "exports.depth = 1 + require('./m%d').depth".formatted(i + 1));
      chain.source("leaf" + i, "");
    }
    chain.source("m10", "exports.depth = 1");
    assertThat(run(chain, "require('m8').depth").value()).isEqualTo(3L);
    assertThat(((Failed) run(chain, "require('m7')")).error().message())
        .isEqualTo("Error: modules wait for one another more than 3 deep");
    assertThat(run(chain, "for (var i = 0; i < 4; i++) require('leaf' + i); i").value())
        .isEqualTo(4L);
    assertThat(
            ((Failed) run(chain, "for (var i = 0; i < 5; i++) require('leaf' + i)"))
                .error()
                .message())
        .isEqualTo("Error: more than 4 modules");
  }

  @Test
  void namesAndNumbersAreChecked() {
    for (String name :
        List.of("", " ", "/a", "a/", "./a", "a/../b", "a//b", "a\\b", "a\nb", "x".repeat(1001))) {
      assertThatIllegalArgumentException()
          .as(name)
          .isThrownBy(() -> Modules.builder().source(name, ""))
          .withMessageContaining("is no name of a module");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Modules.builder().source("a", "").host("a", 1))
        .withMessage("there is a module a already");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Modules.builder().host("a", new Object()))
        .withMessageContaining("a is a java.lang.Object");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Modules.builder().maximumDepth(0))
        .withMessage("a depth of 0: 1 to 1000 are possible");
  }

  @Test
  void tenantsShareProgramsAndNothingElse() {
    Environment environment = Environment.builder().modules(lib().build()).build();
    for (int run = 0; run < 20; run++) {
      try (Sandbox sandbox = ENGINE.sandbox("modules-" + run).environment(environment).build()) {
        assertThat(
                sandbox
                    .run("var c = require('lib/counter'); c.mark = (c.mark || 0) + c.next()")
                    .value())
            .isEqualTo(1L);
      }
    }
  }

  @Test
  void scriptsOfASessionShareModulesAndLookFromTheirOwnFolders() {
    Modules.Builder modules = lib().source("other/math.js", "exports.twice = x => 'other ' + x");
    try (Sandbox sandbox = sandbox(modules);
        SandboxSession session = sandbox.session()) {
      String next = "require('/lib/counter').next() + ' ' + require('./math').twice(1)";
      assertThat(session.run(new ScriptSource("first.js", next)).value()).isEqualTo("1 2");
      assertThat(session.run(new ScriptSource("other/second.js", next)).value())
          .isEqualTo("2 other 1");
    }
  }
}
