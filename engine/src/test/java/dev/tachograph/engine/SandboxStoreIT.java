package dev.tachograph.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.engine.program.ProgramCacheSettings;
import dev.tachograph.engine.program.store.DirectoryProgramStore;
import dev.tachograph.engine.program.store.ProgramStore;
import dev.tachograph.engine.program.store.StoreKey;
import dev.tachograph.meter.Resource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two engines, one after the other, that share a directory of compiled programs. */
@Timeout(120)
class SandboxStoreIT {
  private static final ScriptSource SUM =
      new ScriptSource("sum.js", "var s = 0; for (var i = 0; i < 9; i++) s += i; s");

  private final Semaphore asked = new Semaphore(0);
  private final Semaphore saved = new Semaphore(0);

  @TempDir private Path parent;

  /** The directory, and when it was asked for something. */
  private final class Observed implements ProgramStore {
    private final ProgramStore store;

    Observed() throws IOException {
      store = DirectoryProgramStore.open(parent.resolve("programs"));
    }

    @Override
    public byte @Nullable [] load(String script, String program) throws IOException {
      asked.release();
      return store.load(script, program);
    }

    @Override
    public void save(String script, String program, byte[] content) throws IOException {
      store.save(script, program, content);
      saved.release();
    }

    @Override
    public void remove(String script, String program) throws IOException {
      store.remove(script, program);
    }

    @Override
    public void removeAll(String script) throws IOException {
      store.removeAll(script);
    }
  }

  private SandboxEngine engine() throws IOException {
    return SandboxEngine.builder()
        .programs(
            ProgramCacheSettings.builder()
                .hotAfter(2)
                .persistent(new Observed(), StoreKey.inFile(parent.resolve("key")))
                .build())
        .build();
  }

  private static void run(Sandbox sandbox, boolean parsed) {
    SandboxResult result = sandbox.run(SUM);
    assertThat(result.value()).isEqualTo(36L);
    assertThat(result.usage().get(Resource.ITERATIONS)).isEqualTo(9);
    assertThat(result.usage().get(Resource.SOURCE_CHARS))
        .isEqualTo(parsed ? SUM.text().length() : 0);
  }

  @Test
  void theSecondEngineNeedNotCompile() throws Exception {
    try (SandboxEngine engine = engine();
        Sandbox sandbox = engine.sandbox("store-" + UUID.randomUUID()).build()) {
      run(sandbox, true);
      run(sandbox, false);
      saved.acquire();
    }
    asked.drainPermits();
    try (SandboxEngine engine = engine();
        Sandbox sandbox = engine.sandbox("store-" + UUID.randomUUID()).build()) {
      run(sandbox, true);
      sandbox.run(new ScriptSource("next.js", "1"));
      asked.acquire(2); // so the first program is there

      assertThat(engine.programMetrics().store().hits()).isEqualTo(1);
      assertThat(engine.programMetrics().compiled()).isZero();
      run(sandbox, false);

      engine.invalidate(SUM.name());
      try (Stream<Path> files = Files.list(parent.resolve("programs"))) {
        assertThat(files).isEmpty();
      }
    }
  }

  /** As much work as two runs, which is what this engine waits for. */
  @Test
  void aRunThatWorksForLongNeedsNoSecondOne() throws Exception {
    try (SandboxEngine engine = engine();
        Sandbox sandbox = engine.sandbox("store-" + UUID.randomUUID()).build()) {
      sandbox.run(new ScriptSource("long.js", "for (var i = 0; i < 20000; i++);"));
      saved.acquire();
      assertThat(engine.programMetrics().compiled()).isEqualTo(1);
    }
  }
}
