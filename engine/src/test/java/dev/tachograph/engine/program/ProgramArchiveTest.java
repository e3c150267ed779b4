package dev.tachograph.engine.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.engine.program.store.StoreKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mozilla.javascript.Context;

class ProgramArchiveTest {
  private static final String TEXT = "function f(n) { return n * 2 } f(21)";

  private final MapProgramStore store = new MapProgramStore();

  private StoredCache cache() {
    return new StoredCache(store);
  }

  @Test
  void aProgramIsThereInTheNextProcess() {
    try (StoredCache first = cache()) {
      first.compiled("a.js", TEXT);
      assertThat(first.metrics()).isEqualTo(new ProgramStoreMetrics(0, 1, 0, 1, 0, 0));
    }
    try (StoredCache second = cache()) {
      Program program = second.get("a.js", TEXT);
      assertThat(program.isCompiled()).isFalse();
      assertThat(second.realms.number(program)).isEqualTo(42);

      second.storing.runAll();
      second.compiler.runAll();

      assertThat(program.isCompiled()).isTrue();
      assertThat(second.realms.number(program)).isEqualTo(42);
      assertThat(second.metrics()).isEqualTo(new ProgramStoreMetrics(1, 0, 0, 0, 0, 0));
      assertThat(second.metrics().hitRate()).isEqualTo(1);
      assertThat(second.cache.metrics().compiled()).isZero();
      assertThat(second.cache.metrics().estimatedBytes()).isEqualTo(program.estimatedBytes());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.tachograph.engine.program.StoredScripts#all")
  void whatIsLoadedDoesWhatWasCompiled(String text) {
    String expected;
    try (StoredCache first = cache()) {
      Program compiled = first.compiled("a.js", text);
      assertThat(compiled.isCompiled()).isTrue();
      expected = string(first, compiled);
    }
    try (StoredCache second = cache()) {
      Program loaded = second.fetched("a.js", text);
      assertThat(second.metrics().hits()).isEqualTo(1);
      assertThat(string(second, loaded)).isEqualTo(expected);
      assertThat(string(second, loaded)).isEqualTo(expected);
    }
  }

  private static String string(StoredCache in, Program program) {
    return in.realms.inContext(cx -> Context.toString(program.exec(cx, cx.initStandardObjects())));
  }

  @Test
  void anotherScriptIsAnotherProgram() {
    try (StoredCache first = cache()) {
      first.compiled("a.js", TEXT);
    }
    try (StoredCache second = cache()) {
      assertThat(second.fetched("b.js", TEXT).isCompiled()).isFalse();
      assertThat(second.fetched("a.js", TEXT + " ").isCompiled()).isFalse();
      second.realms.inContext(
          cx -> {
            cx.setGenerateObserverCount(true);
            return second.cache.get(cx, Realms.TENANT, new ProgramSource("a.js", TEXT));
          });
      second.storing.runAll();
      assertThat(second.metrics()).isEqualTo(new ProgramStoreMetrics(0, 3, 0, 0, 0, 0));
    }
  }

  @Test
  void tenantsShareUnlessTheyMustNot() {
    for (boolean shared : new boolean[] {true, false}) {
      store.programs.clear();
      try (StoredCache first =
              new StoredCache(store, StoredCache.KEY, s -> s.sharedByTenants(shared));
          StoredCache second =
              new StoredCache(store, StoredCache.KEY, s -> s.sharedByTenants(shared))) {
        first.compiled("a.js", TEXT);
        Program other =
            second.realms.inContext(
                cx -> second.cache.get(cx, "other", new ProgramSource("a.js", TEXT)));
        second.storing.runAll();
        assertThat(other.isCompiled()).isEqualTo(shared);
      }
    }
  }

  @Test
  void nothingOfAScriptCanBeReadFromItsName() {
    try (StoredCache first = cache();
        StoredCache second =
            new StoredCache(
                store, StoreKey.of("f".repeat(32).getBytes(StandardCharsets.UTF_8)), s -> s)) {
      first.compiled("a.js", TEXT);
      second.compiled("a.js", TEXT);
      assertThat(store.programs.keySet())
          .hasSize(2)
          .allMatch(name -> name.matches("[0-9a-f/]{81}"));
    }
  }

  @Test
  void oneBitIsEnoughToBeRejected() {
    try (StoredCache first = cache()) {
      first.compiled("a.js", TEXT);
    }
    Map.Entry<String, byte[]> kept = store.programs.entrySet().iterator().next();
    byte[] good = kept.getValue();
    List<Integer> places = new ArrayList<>(List.of(0, 31, 32, good.length - 1));
    for (int place = 40; place < good.length; place += good.length / 16) {
      places.add(place);
    }
    for (int place : places) {
      byte[] bad = good.clone();
      bad[place] ^= 1;
      rejected(kept.getKey(), bad);
    }
    rejected(kept.getKey(), new byte[0]);
    rejected(kept.getKey(), Arrays.copyOf(good, good.length - 1));
    rejected(kept.getKey(), Arrays.copyOf(good, good.length + 1));
  }

  private void rejected(String name, byte[] bad) {
    store.programs.put(name, bad);
    try (StoredCache second = cache()) {
      Program program = second.fetched("a.js", TEXT);
      assertThat(program.isCompiled()).isFalse();
      assertThat(second.realms.number(program)).isEqualTo(42);
      assertThat(second.metrics()).isEqualTo(new ProgramStoreMetrics(0, 0, 1, 0, 0, 0));
      assertThat(store.programs).isEmpty();
    }
  }

  /** Two that both verify, each in the other one's place. */
  @Test
  void programsCannotBeExchanged() {
    try (StoredCache first = cache()) {
      first.compiled("a.js", "1");
      first.compiled("a.js", "2");
      first.compiled("b.js", "3");
    }
    List<String> names = new ArrayList<>(store.programs.keySet());
    List<byte[]> contents = new ArrayList<>(store.programs.values());
    for (int i = 0; i < 3; i++) {
      store.programs.put(names.get(i), contents.get((i + 1) % 3));
    }
    try (StoredCache second = cache()) {
      assertThat(second.realms.number(second.fetched("a.js", "1"))).isEqualTo(1);
      assertThat(second.realms.number(second.fetched("a.js", "2"))).isEqualTo(2);
      assertThat(second.realms.number(second.fetched("b.js", "3"))).isEqualTo(3);
      assertThat(second.metrics()).isEqualTo(new ProgramStoreMetrics(0, 0, 3, 0, 0, 0));
    }
  }

  /** Sealed with our key by somebody who has it, and yet no program. */
  @Test
  void whatVerifiesAndDoesNotFitIsRejectedToo() {
    try (StoredCache first = cache()) {
      first.compiled("a.js", TEXT);
    }
    String name = store.programs.keySet().iterator().next();
    byte[] noProgram = {0, 0, 0, 1, 0, 0, 0, 9};
    rejected(name, StoredCache.KEY.seal(name.replace('/', '-'), noProgram));
  }

  @Test
  void aStoreThatFailsIsAsGoodAsNone() {
    store.failing = true;
    try (StoredCache cache = cache()) {
      Program program = cache.compiled("a.js", TEXT);
      cache.cache.invalidate("b.js");

      assertThat(cache.realms.number(program)).isEqualTo(42);
      assertThat(program.isCompiled()).isTrue();
      assertThat(cache.metrics()).isEqualTo(new ProgramStoreMetrics(0, 0, 0, 0, 3, 0));

      store.failing = false;
      cache.compiled("b.js", TEXT);
      assertThat(cache.metrics()).isEqualTo(new ProgramStoreMetrics(0, 1, 0, 1, 3, 0));
    }
  }

  @Test
  void aScriptThatChangedIsForgotten() {
    try (StoredCache cache = cache()) {
      cache.compiled("a.js", "1");
      cache.compiled("a.js", "2");
      cache.compiled("b.js", "3");
      assertThat(store.programs).hasSize(3);

      cache.cache.invalidate("a.js");

      assertThat(store.programs).hasSize(1);
      cache.cache.clear();
      assertThat(cache.fetched("b.js", "3").isCompiled()).isTrue();
    }
  }

  @Test
  void whatWasForgottenWhileItWaitedIsNotSaved() {
    try (StoredCache cache = cache()) {
      Program program = cache.fetched("a.js", "1");
      cache.realms.run(program);
      cache.compiler.runAll();
      assertThat(cache.storing.waiting()).isEqualTo(1);

      cache.cache.invalidate("a.js");
      cache.storing.runAll();

      assertThat(store.programs).isEmpty();
      assertThat(cache.metrics().saved()).isZero();
    }
  }

  /** A store that does not keep up must not fill the heap. */
  @Test
  void onlySoMuchWaitsToBeSaved() {
    try (StoredCache cache = cache()) {
      CompiledForm form =
          new CompiledForm(
              List.of(new CompiledForm.ClassFile("large", new byte[20 << 20])),
              new CompiledForm.Function(
                  "large",
                  false,
                  List.of(),
                  List.of(),
                  List.of(),
                  List.of(),
                  new CompiledForm.Bounds(0, 0),
                  null,
                  "",
                  List.of()));
      ProgramArchive archive =
          new ProgramArchive(
              store,
              StoredCache.KEY,
              cache.realms,
              BackgroundCompilation.unlimited(),
              cache.storing);
      Program program = cache.fetched("a.js", TEXT);
      for (int round = 1; round <= 2; round++) {
        for (int i = 0; i < 3; i++) {
          archive.keep(program, key(cache), form, () -> true);
        }
        assertThat(cache.storing.waiting()).isEqualTo(1);
        assertThat(archive.metrics().skipped()).isEqualTo(2L * round);
        cache.storing.runAll();
      }
      assertThat(store.programs).isEmpty(); // as one of more than 16 MB is not saved
    }
  }

  private static ProgramKey key(StoredCache cache) {
    return cache.realms.inContext(
        cx ->
            ProgramKey.of(cx, null, new ProgramSource("a.js", TEXT), CompileOptions.of(cx), null));
  }

  @Test
  void programsThatAreNeverCompiledAreNotLookedFor() {
    try (StoredCache cache =
        new StoredCache(store, StoredCache.KEY, s -> s.hotAfter(Integer.MAX_VALUE))) {
      cache.get("a.js", TEXT);
      cache.get("b.js", "(x => x)`a`");
      assertThat(cache.storing.waiting()).isZero();
    }
    try (StoredCache cache = cache()) {
      cache.get("b.js", "(x => x)`a`");
      assertThat(cache.storing.waiting()).isZero();
    }
  }

  /** A rule about scripts holds for stored ones as well: they are parsed in every process. */
  @Test
  void storedProgramsAreCheckedToo() {
    try (StoredCache first = cache()) {
      first.compiled("a.js", TEXT);
    }
    try (StoredCache second = cache()) {
      List<String> seen = new ArrayList<>();
      Program program =
          second.realms.inContext(
              cx ->
                  second.cache.get(
                      cx,
                      Realms.TENANT,
                      new ProgramSource("a.js", TEXT),
                      tree -> seen.add(tree.getSourceName()),
                      false));
      second.storing.runAll();

      assertThat(seen).containsExactly("a.js");
      assertThat(program.isCompiled()).isTrue();
    }
  }

  @Test
  void theLimitsOfCompilationsHoldForLoadsToo() {
    try (StoredCache first = cache()) {
      first.compiled("a.js", TEXT);
    }
    BackgroundCompilation refusing =
        work -> {
          throw new StackOverflowError("from the host");
        };
    try (StoredCache second = new StoredCache(store, StoredCache.KEY, s -> s, refusing)) {
      assertThat(second.fetched("a.js", TEXT).isCompiled()).isFalse();
      assertThat(second.metrics().rejected()).isEqualTo(1);
    }
  }

  @Test
  void aClosedCacheLoadsNothing() {
    try (StoredCache first = cache()) {
      first.compiled("a.js", TEXT);
    }
    StoredCache second = cache();
    Program program = second.get("a.js", TEXT);
    second.close();
    second.storing.runAll();

    assertThat(program.isCompiled()).isFalse();
    assertThat(second.metrics()).isEqualTo(ProgramStoreMetrics.NONE);
  }

  @Test
  void classesOfLoadedProgramsAreUnloaded() {
    try (StoredCache first = cache()) {
      first.compiled("a.js", TEXT);
    }
    try (StoredCache second = cache()) {
      assertThat(second.realms.number(second.fetched("a.js", TEXT))).isEqualTo(42);
      assertThat(second.metrics().hits()).isEqualTo(1);
      assertThat(second.realms.loaders()).isNotEmpty();

      second.cache.clear();
      Garbage.awaitCleared(second.realms.loaders());
    }
  }
}
