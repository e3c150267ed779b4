package dev.tachograph.engine;

import static dev.tachograph.engine.Sandboxes.standard;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.engine.SandboxResult.Failed;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of an error gets to the script, and out of the sandbox. */
class ErrorPolicyIT {
  private final IllegalStateException secret = new IllegalStateException("jdbc:secret");

  private Sandbox sandbox(ErrorPolicy policy) {
    Environment environment =
        Environment.builder()
            .prelude("/srv/host/prelude.js", "function fails() { null.x }")
            .function(
                "leaky",
                call -> {
                  throw secret;
                })
            .function(
                "tells",
                call -> {
                  throw new HostCallException("no such customer");
                })
            .validator(
                tree -> {
                  if (tree.getSourceName().contains("refused")) {
                    throw secret;
                  }
                })
            .build();
    return standard().environment(environment).errors(policy).build();
  }

  private ScriptError error(ErrorPolicy policy, String source) {
    return ((Failed) sandbox(policy).run(new ScriptSource("/srv/tenants/rule.js", source))).error();
  }

  private Object told(ErrorPolicy policy, String function) {
    return sandbox(policy).run("try { " + function + "() } catch (e) { e.message }").value();
  }

  @Test
  void safeErrorsHaveKindMessageAndLine() {
    ScriptError own = error(ErrorPolicy.SAFE, "1;\nnull.x");
    assertThat(own)
        .isEqualTo(
            new ScriptError(
                ScriptError.Kind.RUNTIME,
                "TypeError: Cannot read property \"x\" from null",
                null,
                2,
                0,
                null,
                List.of(),
                null))
        .hasToString("line 2: TypeError: Cannot read property \"x\" from null");
    assertThat(error(ErrorPolicy.SAFE, "1;\nfails()").line()).as("of the host's").isZero();
    assertThat(error(ErrorPolicy.SAFE, "var a = ;"))
        .hasToString("line 1: syntax error")
        .extracting(ScriptError::column)
        .isEqualTo(9);
    assertThat(error(ErrorPolicy.SAFE, "leaky()").message())
        .isEqualTo("Error: a host function failed");
    assertThat(told(ErrorPolicy.SAFE, "leaky")).isEqualTo("a host function failed");
    assertThat(told(ErrorPolicy.SAFE, "tells")).isEqualTo("no such customer");
  }

  @Test
  void sanitisedErrorsHaveAllOfTheScript() {
    ScriptError own = error(ErrorPolicy.SANITISED, "function f() {\n  leaky() }\nf()");
    assertThat(own.kind()).isEqualTo(ScriptError.Kind.HOST);
    assertThat(own).hasToString("/srv/tenants/rule.js:2: Error: host function leaky failed");
    assertThat(own.lineSource()).isEqualTo("  leaky() }");
    assertThat(own.stack()).containsExactly("f (/srv/tenants/rule.js:2)", "/srv/tenants/rule.js:3");
    assertThat(own.cause()).isNull();
    assertThat(told(ErrorPolicy.SANITISED, "leaky")).isEqualTo("host function leaky failed");
    assertThat(told(ErrorPolicy.SANITISED, "tells")).isEqualTo("no such customer");
  }

  @Test
  void fullErrorsHaveTheHostsToo() {
    ScriptError own = error(ErrorPolicy.FULL, "leaky()");
    String message = "host function leaky failed: java.lang.IllegalStateException: jdbc:secret";
    assertThat(own.message()).isEqualTo("Error: " + message);
    assertThat(own.cause()).isSameAs(secret);
    assertThat(own.toMap()).containsEntry("cause", secret.toString());
    assertThat(told(ErrorPolicy.FULL, "leaky")).isEqualTo(message);
    assertThat(error(ErrorPolicy.FULL, "try { leaky() } catch (e) {} null.x").cause()).isNull();

    SandboxResult refused = sandbox(ErrorPolicy.FULL).run(new ScriptSource("refused.js", "1"));
    assertThat(((Failed) refused).error().cause()).isSameAs(secret);
    assertThat(new ScriptException(refused)).extracting(Throwable::getCause).isSameAs(secret);
  }
}
