package dev.tachograph.engine.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.engine.program.store.DirectoryProgramStore;
import dev.tachograph.engine.program.store.ProgramStore;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Usage;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With the agent: what comes from a store counts as what was compiled just now. */
class StoredProgramCountsIT {
  private static final Set<Resource> CLOCKS =
      Set.of(Resource.CPU_TIME, Resource.WALL_TIME, Resource.JVM_ALLOCATED_BYTES);

  @TempDir private Path directory;

  private static ResourceTracker account() {
    return Metering.tracker("stored-" + UUID.randomUUID());
  }

  private static Map<Resource, Long> counts(Usage usage) {
    Map<Resource, Long> counts = new EnumMap<>(Resource.class);
    for (Resource resource : Resource.all()) {
      if (!CLOCKS.contains(resource)) {
        counts.put(resource, usage.get(resource));
      }
    }
    return counts;
  }

  private static Map<Resource, Long> run(StoredCache cache, Program program) throws Exception {
    return counts(account().run(() -> cache.realms.run(program)).usage());
  }

  /** Finding the program and running it, as the first evaluation does. */
  private static Map<Resource, Long> first(StoredCache cache, String text) throws Exception {
    return counts(account().run(() -> cache.realms.run(cache.get("a.js", text))).usage());
  }

  @ParameterizedTest
  @MethodSource("dev.tachograph.engine.program.StoredScripts#all")
  void aStoredProgramCountsAsACompiledOne(String text) throws Exception {
    ProgramStore store = DirectoryProgramStore.open(directory);
    Map<Resource, Long> firstWithout;
    Map<Resource, Long> compiled;
    try (StoredCache cache = new StoredCache(store)) {
      firstWithout = first(cache, text);
      compiled = run(cache, cache.compiled("a.js", text));
      assertThat(cache.metrics().saved()).isEqualTo(1);
    }
    try (StoredCache cache = new StoredCache(store)) {
      assertThat(first(cache, text)).isEqualTo(firstWithout);

      cache.storing.runAll();
      Program loaded = cache.get("a.js", text);
      assertThat(cache.metrics().hits()).isEqualTo(1);
      assertThat(cache.compiler.waiting()).isLessThanOrEqualTo(1);
      assertThat(loaded.isCompiled()).isTrue();
      assertThat(run(cache, loaded)).isEqualTo(compiled);
      assertThat(run(cache, loaded)).isEqualTo(compiled);
    }
  }

  @Test
  void aStoredProgramIsStopped() throws Exception {
    String text = "var n = 0; while (true) { try { n++ } catch (e) { n = 0 } }";
    ProgramStore store = DirectoryProgramStore.open(directory);
    try (StoredCache cache = new StoredCache(store)) {
      Program program = cache.get("a.js", text);
      stopped(cache, program);
      cache.compiler.runAll();
      cache.storing.runAll();
      assertThat(cache.metrics().saved()).isEqualTo(1);
    }
    try (StoredCache cache = new StoredCache(store)) {
      Program loaded = cache.fetched("a.js", text);
      assertThat(loaded.isCompiled()).isTrue();
      stopped(cache, loaded);
    }
  }

  private static void stopped(StoredCache cache, Program program) {
    ResourceTracker account = account();
    account.setLimits(Limits.parse("limit.iterations=1000"));
    assertThatThrownBy(() -> account.run(() -> cache.realms.run(program)))
        .isInstanceOfSatisfying(
            LimitExceededError.class, stop -> assertThat(stop.breach().used()).isEqualTo(1001));
    assertThat(account.usage().get(Resource.ITERATIONS)).isEqualTo(1001);
  }

  /** Whoever asks first pays for parsing; nobody pays for loading. */
  @Test
  void loadingIsNobodysExpense() throws Exception {
    String text = "/(a|b)+(c|d)*/.test('abcd') + /x{1,30}/.source";
    ProgramStore store = DirectoryProgramStore.open(directory);
    try (StoredCache cache = new StoredCache(store)) {
      cache.compiled("a.js", text);
    }
    try (StoredCache cache = new StoredCache(store)) {
      ResourceTracker account = account();
      Program loaded = account.run(() -> cache.get("a.js", text)).value();
      Map<Resource, Long> parsing = counts(account.usage());
      int patterns = "(a|b)+(c|d)*".length() + "x{1,30}".length();
      assertThat(parsing.get(Resource.SOURCE_CHARS)).isEqualTo(text.length() + patterns);

      cache.storing.runAll();

      assertThat(loaded.isCompiled()).isTrue();
      assertThat(counts(account.usage())).isEqualTo(parsing);
    }
  }
}
