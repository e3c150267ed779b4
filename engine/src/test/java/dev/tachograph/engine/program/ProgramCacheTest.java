package dev.tachograph.engine.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.EvaluatorException;

class ProgramCacheTest {
  private final Realms realms = new Realms();
  private final ManualExecutor compiler = new ManualExecutor();
  private final List<ProgramCache> caches = new ArrayList<>();

  private ProgramCache cache(ProgramCacheSettings settings) {
    ProgramCache cache =
        new ProgramCache(
            settings, realms, BackgroundCompilation.unlimited(), compiler, new ManualExecutor());
    caches.add(cache);
    return cache;
  }

  private ProgramCache cache() {
    return cache(ProgramCacheSettings.defaults());
  }

  @AfterEach
  void close() {
    caches.forEach(ProgramCache::close);
  }

  @Test
  void theSameScriptIsParsedOnce() {
    ProgramCache cache = cache();

    Program first = realms.get(cache, "a.js", "1 + 1");
    Program second = realms.get(cache, "a.js", "1 + 1");

    assertThat(second).isSameAs(first);
    assertThat(realms.number(first)).isEqualTo(2);
    assertThat(cache.metrics())
        .isEqualTo(
            new ProgramCacheMetrics(
                1, 1, 1, first.estimatedBytes(), 0, 0, 0, 0, ProgramStoreMetrics.NONE));
    assertThat(cache.metrics().hitRate()).isEqualTo(0.5);
  }

  @Test
  void nameAndTextMatter() {
    ProgramCache cache = cache();
    Program program = realms.get(cache, "a.js", "1");

    assertThat(realms.get(cache, "b.js", "1")).isNotSameAs(program);
    assertThat(realms.get(cache, "a.js", "2")).isNotSameAs(program);
    assertThat(realms.get(cache, "a.js1", "")).isNotSameAs(program);
    assertThat(program.source()).isEqualTo(new ProgramSource("a.js", "1"));
    assertThat(program).hasToString("a.js (1 characters)");
  }

  /** An encoding would make question marks of them. */
  @Test
  void surrogatesWithoutPartnersAreTold() {
    ProgramCache cache = cache();

    Program[] programs = {
      realms.get(cache, "a.js", "'\uD800'"),
      realms.get(cache, "a.js", "'\uD801'"),
      realms.get(cache, "a.js", "'?'"),
      realms.get(cache, "a.js", "'\uFFFD'"),
    };

    assertThat(programs).doesNotHaveDuplicates();
  }

  @Test
  void longTextsAreTold() {
    ProgramCache cache = cache();
    String comment = "/*" + "x".repeat(100_000);

    Program one = realms.get(cache, "a.js", comment + "y*/1");
    Program other = realms.get(cache, "a.js", comment + "z*/1");

    assertThat(other).isNotSameAs(one);
    assertThat(realms.get(cache, "a.js", comment + "y*/1")).isSameAs(one);
  }

  @Test
  void optionsOfTheContextMatter() {
    ProgramCache cache = cache();
    ProgramSource source = new ProgramSource("a.js", "(function f(a) { return a; }).toString()");
    Program usual = realms.get(cache, source.name(), source.text());

    Program observed =
        realms.inContext(
            cx -> {
              cx.setGenerateObserverCount(true);
              return cache.get(cx, Realms.TENANT, source);
            });
    Program interpreted =
        realms.inContext(
            cx -> {
              cx.setInterpretedMode(true);
              return cache.get(cx, Realms.TENANT, source);
            });

    assertThat(List.of(usual, observed, interpreted)).doesNotHaveDuplicates();
    assertThat(realms.run(usual)).hasToString("function f(a) { return a; }");
  }

  @Test
  void theModeOfTheContextIsLeftAlone() {
    ProgramCache cache = cache();
    boolean interpreted =
        realms.inContext(
            cx -> {
              cache.get(cx, Realms.TENANT, new ProgramSource("a.js", "1"));
              return cx.isInterpretedMode();
            });

    assertThat(interpreted).isFalse();
  }

  @Test
  void theModeIsRestoredAfterAnError() {
    ProgramCache cache = cache();
    boolean interpreted =
        realms.inContext(
            cx -> {
              error(() -> cache.get(cx, Realms.TENANT, new ProgramSource("a.js", ")")));
              return cx.isInterpretedMode();
            });

    assertThat(interpreted).isFalse();
  }

  @Test
  void sealedContextsWillDoIfTheyInterpret() {
    ProgramCache cache = cache();
    double result =
        realms.inContext(
            cx -> {
              cx.setInterpretedMode(true);
              cx.seal(this);
              Program program = cache.get(cx, Realms.TENANT, new ProgramSource("a.js", "1 + 2"));
              double value = Context.toNumber(program.exec(cx, cx.initStandardObjects()));
              cx.unseal(this);
              return value;
            });

    assertThat(result).isEqualTo(3);
  }

  @Test
  void anotherLanguageVersionIsRefused() {
    ProgramCache cache = cache(ProgramCacheSettings.builder().languageVersion(180).build());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> realms.get(cache, "a.js", "1"))
        .withMessage(
            "the Context's language version is 200 and the cache's 180; set both to the same");
  }

  @Test
  void tenantsShareUnlessTheyMustNot() {
    ProgramSource source = new ProgramSource("a.js", "1");
    for (boolean shared : new boolean[] {true, false}) {
      ProgramCache cache = cache(ProgramCacheSettings.builder().sharedByTenants(shared).build());

      Program one = realms.inContext(cx -> cache.get(cx, "one", source));
      Program other = realms.inContext(cx -> cache.get(cx, "other", source));

      assertThat(one == other).isEqualTo(shared);
      assertThat(realms.<Program>inContext(cx -> cache.get(cx, "one", source))).isSameAs(one);
    }
  }

  @Test
  void errorsAreThoseOfRhinoAndNotKept() {
    ProgramCache cache = cache();
    String text = "var a = 1;\nvar b = ;";
    EvaluatorException expected = error(() -> realms.inContext(cx -> compile(cx, text)));

    for (int i = 0; i < 2; i++) {
      EvaluatorException thrown = error(() -> realms.get(cache, "a.js", text));
      assertThat(thrown).hasMessage(expected.getMessage()).hasMessageContaining("a.js#2");
      assertThat(thrown.lineNumber()).isEqualTo(expected.lineNumber());
      assertThat(thrown.columnNumber()).isEqualTo(expected.columnNumber());
      assertThat(thrown.lineSource()).isEqualTo(expected.lineSource());
    }
    assertThat(cache.metrics())
        .isEqualTo(new ProgramCacheMetrics(0, 2, 0, 0, 0, 0, 0, 0, ProgramStoreMetrics.NONE));
  }

  private static Object compile(Context cx, String text) {
    return cx.compileString(text, "a.js", 1, null);
  }

  private static EvaluatorException error(Runnable action) {
    try {
      action.run();
    } catch (EvaluatorException error) {
      return error;
    }
    throw new AssertionError("no error");
  }

  @Test
  void scriptsAreForgottenByNameOrAllAtOnce() {
    ProgramCache cache = cache();
    Program program = realms.get(cache, "a.js", "1");
    realms.get(cache, "a.js", "2");
    Program other = realms.get(cache, "b.js", "1");

    cache.invalidate("a.js");
    assertThat(cache.metrics().programs()).isEqualTo(1);
    assertThat(realms.get(cache, "a.js", "1")).isNotSameAs(program);
    assertThat(realms.get(cache, "b.js", "1")).isSameAs(other);

    cache.clear();
    assertThat(cache.metrics().programs()).isZero();
    assertThat(cache.metrics().evictions()).isZero();
    assertThat(realms.number(program)).isEqualTo(1);
  }

  @Test
  void aClosedCacheGivesNoPrograms() {
    ProgramCache cache = cache(ProgramCacheSettings.builder().hotAfter(1).build());
    Program program = realms.get(cache, "a.js", "1");
    cache.close();

    assertThatIllegalStateException().isThrownBy(() -> realms.get(cache, "a.js", "1"));
    assertThat(realms.number(program)).isEqualTo(1);
    compiler.runAll();
    assertThat(program.isCompiled()).isFalse();
  }

  /** One tenant's parse hangs; another one gets its program, even the same one. */
  @Test
  void nobodyWaitsForWhatAnotherOneParses() throws Exception {
    ProgramCache cache = cache();
    ProgramSource source = new ProgramSource("a.js", "1");
    CountDownLatch parsing = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    SyntaxCheck hangsOnce =
        script -> {
          if (asked.getAndIncrement() == 0) {
            parsing.countDown();
            awaitQuietly(goOn);
          }
        };
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      CompletableFuture<Program> slow =
          CompletableFuture.supplyAsync(
              () -> realms.inContext(cx -> cache.get(cx, "slow", source, hangsOnce, false)),
              thread);
      parsing.await();

      Program quick = realms.inContext(cx -> cache.get(cx, "quick", source, hangsOnce, false));
      assertThat(slow).isNotDone();
      goOn.countDown();

      assertThat(slow.get()).isSameAs(quick);
      assertThat(cache.metrics().misses()).isEqualTo(2);
    } finally {
      goOn.countDown();
      thread.shutdown();
    }
  }

  static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stop) {
      throw new IllegalStateException(stop);
    }
  }
}
