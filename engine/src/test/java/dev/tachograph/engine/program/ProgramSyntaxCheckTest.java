package dev.tachograph.engine.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mozilla.javascript.EvaluatorException;
import org.mozilla.javascript.ast.AstRoot;
import org.mozilla.javascript.ast.Name;

class ProgramSyntaxCheckTest {
  private final Realms realms = new Realms();

  private final ProgramCache cache =
      new ProgramCache(ProgramCacheSettings.defaults(), realms, BackgroundCompilation.unlimited());

  @AfterEach
  void close() {
    cache.close();
  }

  @Test
  void aCheckIsAskedOncePerProgram() {
    ProgramSource source = new ProgramSource("a.js", "f()");
    AtomicInteger asked = new AtomicInteger();
    SyntaxCheck counts = script -> asked.incrementAndGet();

    Program checked = realms.inContext(cx -> cache.get(cx, Realms.TENANT, source, counts, false));
    Program again = realms.inContext(cx -> cache.get(cx, Realms.TENANT, source, counts, false));
    Program unchecked = realms.inContext(cx -> cache.get(cx, Realms.TENANT, source));

    assertThat(again).isSameAs(checked).isNotSameAs(unchecked);
    assertThat(asked).hasValue(1);
  }

  @Test
  void errorsComeBeforeChecks() {
    ProgramSource source = new ProgramSource("a.js", "`a` )");
    AtomicInteger asked = new AtomicInteger();
    SyntaxCheck counts = script -> asked.incrementAndGet();

    assertThatThrownBy(
            () -> realms.inContext(cx -> cache.get(cx, Realms.TENANT, source, counts, false)))
        .isInstanceOf(EvaluatorException.class)
        .hasMessageContaining("a.js#1");
    assertThat(asked).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil()",
        "function f(a = evil()) {}",
        "(a = evil()) => a",
        "function f({ a } = evil()) {}",
        "function f({ a = evil() }) {}",
        "function f({ a } = { a: (c = evil()) => c }) {}",
        "([a] = evil()) => a",
        "(b, { a = evil() } = {}) => a",
        "function* g([a] = evil()) {}",
        "({ set x(a = evil()) {} })",
        "({ m(a = () => (b = evil()) => b) {} })",
        "var { a = evil() } = {}",
        "`${evil()}`",
        "[...evil()]",
      })
  void checksCanVisitAllNodes(String text) {
    List<String> names = new ArrayList<>();
    SyntaxCheck collects =
        script ->
            SyntaxCheck.visitAll(
                script,
                node -> {
                  if (node instanceof Name name) {
                    names.add(name.getIdentifier());
                  }
                  return true;
                });

    realms.inContext(
        cx -> cache.get(cx, Realms.TENANT, new ProgramSource("a.js", text), collects, false));

    assertThat(names).contains("evil");
  }

  @Test
  void aCheckMayRefuse() {
    ProgramSource source = new ProgramSource("a.js", "with (o) { f(); }");
    SyntaxCheck refuses = new Refusing();
    realms.inContext(cx -> cache.get(cx, Realms.TENANT, source));

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(
              () -> realms.inContext(cx -> cache.get(cx, Realms.TENANT, source, refuses, false)))
          .isInstanceOf(SecurityException.class);
    }
    assertThat(cache.metrics().programs()).isEqualTo(1);
  }

  /** Equal to every check, so that only its identity tells it from those that let scripts pass. */
  private static final class Refusing implements SyntaxCheck {
    @Override
    public void check(AstRoot script) {
      throw new SecurityException("not allowed");
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof SyntaxCheck;
    }

    @Override
    public int hashCode() {
      return 0;
    }
  }
}
