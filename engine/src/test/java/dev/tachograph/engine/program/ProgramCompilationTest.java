package dev.tachograph.engine.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramCompilationTest {
  private final Realms realms = new Realms();

  /** That of the cache that was made last. */
  private ManualExecutor compiler = new ManualExecutor();

  private ProgramCache cache(ProgramCacheSettings settings) {
    return cache(settings, BackgroundCompilation.unlimited());
  }

  private ProgramCache cache(ProgramCacheSettings settings, BackgroundCompilation compilation) {
    compiler = new ManualExecutor();
    return new ProgramCache(settings, realms, compilation, compiler, new ManualExecutor());
  }

  @Test
  void theTenthRunAsks() {
    try (ProgramCache cache = cache(ProgramCacheSettings.defaults())) {
      Program program = realms.get(cache, "a.js", "6 * 7");
      for (int run = 1; run < 10; run++) {
        realms.run(program);
      }
      assertThat(compiler.waiting()).isZero();

      realms.run(program);
      realms.run(program);
      assertThat(compiler.waiting()).isEqualTo(1);
      assertThat(program.isCompiled()).isFalse();
      assertThat(realms.loaders()).isEmpty();

      compiler.runAll();
      assertThat(program.isCompiled()).isTrue();
      assertThat(realms.loaders()).hasSize(1);
      assertThat(realms.number(program)).isEqualTo(42);
      assertThat(cache.metrics().compiled()).isEqualTo(1);
      assertThat(realms.get(cache, "a.js", "6 * 7")).isSameAs(program);
    }
  }

  @Test
  void runsThatWorkForLongCountMore() {
    try (ProgramCache cache = cache(ProgramCacheSettings.defaults())) {
      Program program = realms.get(cache, "a.js", "6 * 7");
      program.worked(worked(Program.WORK_OF_A_RUN - 1, 0));
      program.worked(Usage.none());
      program.worked(worked(4L * Program.WORK_OF_A_RUN, 5L * Program.WORK_OF_A_RUN));
      assertThat(compiler.waiting()).isZero();

      realms.run(program);
      assertThat(compiler.waiting()).isEqualTo(1);
      program.worked(worked(Long.MAX_VALUE, 0));
      assertThat(compiler.waiting()).isEqualTo(1);
    }
    try (ProgramCache cache =
        cache(ProgramCacheSettings.builder().hotAfter(Integer.MAX_VALUE).build())) {
      Program program = realms.get(cache, "a.js", "6 * 7");
      program.worked(worked(Long.MAX_VALUE, 0));
      assertThat(compiler.waiting()).as("never").isZero();
    }
  }

  private static Usage worked(long iterations, long calls) {
    return Usage.of(
        resource ->
            resource == Resource.ITERATIONS
                ? iterations
                : resource == Resource.FUNCTION_CALLS ? calls : 0);
  }

  @Test
  void itMayBeAskedAtOnce() {
    try (ProgramCache cache = cache(ProgramCacheSettings.builder().hotAfter(0).build())) {
      Program program = realms.get(cache, "a.js", "1");
      compiler.runAll();

      assertThat(program.isCompiled()).isTrue();
    }
  }

  @Test
  void itMayNeverBeAsked() {
    try (ProgramCache cache =
        cache(ProgramCacheSettings.builder().hotAfter(Integer.MAX_VALUE).build())) {
      Program program = realms.get(cache, "a.js", "1");
      for (int run = 0; run < 20; run++) {
        realms.run(program);
      }

      assertThat(compiler.waiting()).isZero();
      assertThat(program.isCompiled()).isFalse();
    }
  }

  @Test
  void interpretedContextsStayInterpreted() {
    try (ProgramCache cache = cache(ProgramCacheSettings.builder().hotAfter(0).build())) {
      Program program =
          realms.inContext(
              cx -> {
                cx.setInterpretedMode(true);
                return cache.get(cx, Realms.TENANT, new ProgramSource("a.js", "1"));
              });
      realms.run(program);

      assertThat(compiler.waiting()).isZero();
      assertThat(program.isCompiled()).isFalse();
    }
  }

  @Test
  void compiledProgramsAreHeavier() {
    try (ProgramCache cache =
        cache(ProgramCacheSettings.builder().hotAfter(0).bounds(100, 100_000).build())) {
      Program program = realms.get(cache, "a.js", "function f() { return 1; } f()");
      assertThat(program.estimatedBytes()).isEqualTo(2048 + 400 + 3 * 30);
      realms.get(cache, "b.js", "1");
      realms.get(cache, "c.js", "1");
      realms.get(cache, "d.js", "1");
      assertThat(cache.metrics().evictions()).isZero();

      compiler.runAll();

      assertThat(program.estimatedBytes()).isEqualTo(2048 + 400 + 3 * 30 + 24_576 + 4096 + 36 * 30);
      assertThat(cache.metrics().compiled()).isEqualTo(4);
      assertThat(cache.metrics().evictions()).isEqualTo(1);
      assertThat(cache.metrics().estimatedBytes()).isLessThan(100_000);
    }
  }

  @Test
  void whatIsTooLargeForTheCompilerStaysInterpreted() {
    try (ProgramCache cache = cache(ProgramCacheSettings.builder().hotAfter(1).build())) {
      String loops = "for (var i = 0; i < 1; i++) { n++; }\n".repeat(3000);
      Program program = realms.get(cache, "a.js", "var n = 0;\n" + loops + "n");
      for (int i = 0; i < 3; i++) {
        assertThat(realms.number(program)).isEqualTo(3000);
        compiler.runAll();
      }

      assertThat(program.isCompiled()).isFalse();
      assertThat(realms.loaders()).isEmpty();
      assertThat(cache.metrics().compileFailures()).isEqualTo(1);
      assertThat(cache.metrics().compiled()).isZero();
    }
  }

  @Test
  void anythingMayGoWrong() {
    List<BackgroundCompilation> failing =
        List.of(
            compilation -> {
              throw new StackOverflowError("from the host");
            },
            compilation -> {},
            compilation -> {
              throw new IllegalStateException("from the host");
            });
    for (BackgroundCompilation compilation : failing) {
      try (ProgramCache cache =
          cache(ProgramCacheSettings.builder().hotAfter(0).build(), compilation)) {
        Program program = realms.get(cache, "a.js", "1");
        compiler.runAll();
        assertThat(realms.number(program)).isEqualTo(1);
        assertThat(compiler.waiting()).isZero();
        assertThat(cache.metrics().compileFailures()).isEqualTo(1);
        assertThat(cache.metrics().compiled()).isZero();
      }
    }
  }

  @Test
  void theOptionsOfTheFirstContextHoldInTheBackground() {
    try (ProgramCache cache =
        cache(ProgramCacheSettings.builder().hotAfter(0).languageVersion(180).build())) {
      ProgramSource source = new ProgramSource("a.js", "typeof this.__parent__");
      Program program =
          realms.inContext(
              cx -> {
                cx.setLanguageVersion(180);
                return cache.get(cx, Realms.TENANT, source);
              });
      compiler.runAll();

      assertThat(program.isCompiled()).isTrue();
      assertThat(program.options().languageVersion()).isEqualTo(180);
    }
  }

  @Test
  void evictedClassesAreUnloaded() {
    try (ProgramCache cache =
        cache(ProgramCacheSettings.builder().hotAfter(0).bounds(2, 1 << 20).build())) {
      for (int i = 0; i < 20; i++) {
        Program program =
            realms.get(
                cache,
                "a.js",
                "const o = { n: %d }; function f() { return /x/.test('x') && o.n; } f()"
                    .formatted(i));
        compiler.runAll();
        assertThat(realms.number(program)).isEqualTo(i);
      }
      assertThat(realms.loaders()).hasSize(20);
      assertThat(cache.metrics().evictions()).isEqualTo(18);

      cache.clear();
      Garbage.awaitCleared(realms.loaders());
    }
  }
}
