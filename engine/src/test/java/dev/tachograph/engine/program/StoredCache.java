package dev.tachograph.engine.program;

import dev.tachograph.engine.program.store.ProgramStore;
import dev.tachograph.engine.program.store.StoreKey;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** A cache as a process of its own would have it, with its background work run by the test. */
final class StoredCache implements AutoCloseable {
  static final StoreKey KEY =
      StoreKey.of("0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

  final ManualExecutor compiler = new ManualExecutor();
  final ManualExecutor storing = new ManualExecutor();
  final Realms realms = new Realms();
  final ProgramCache cache;

  StoredCache(ProgramStore store) {
    this(store, KEY, settings -> settings);
  }

  StoredCache(
      ProgramStore store, StoreKey key, UnaryOperator<ProgramCacheSettings.Builder> settings) {
    this(store, key, settings, BackgroundCompilation.unlimited());
  }

  StoredCache(
      ProgramStore store,
      StoreKey key,
      UnaryOperator<ProgramCacheSettings.Builder> settings,
      BackgroundCompilation compilation) {
    cache =
        new ProgramCache(
            settings
                .apply(ProgramCacheSettings.builder().hotAfter(1).persistent(store, key))
                .build(),
            realms,
            compilation,
            compiler,
            storing);
  }

  Program get(String name, String text) {
    return realms.get(cache, name, text);
  }

  /** What is compiled after the first run, with its saving done. */
  Program compiled(String name, String text) {
    Program program = get(name, text);
    storing.runAll();
    realms.inContext(cx -> program.exec(cx, cx.initStandardObjects()));
    compiler.runAll();
    storing.runAll();
    return program;
  }

  /** What the store has, if it has it. */
  Program fetched(String name, String text) {
    Program program = get(name, text);
    storing.runAll();
    return program;
  }

  ProgramStoreMetrics metrics() {
    return cache.metrics().store();
  }

  @Override
  public void close() {
    cache.close();
  }
}
