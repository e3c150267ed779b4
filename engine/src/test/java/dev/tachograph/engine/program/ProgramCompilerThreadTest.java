package dev.tachograph.engine.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mozilla.javascript.ScriptableObject;

@Timeout(60)
class ProgramCompilerThreadTest {
  private final Realms realms = new Realms();

  @Test
  void aDaemonOfLowPriorityCompiles() throws Exception {
    CompletableFuture<Thread> compiling = new CompletableFuture<>();
    CountDownLatch compiled = new CountDownLatch(1);
    BackgroundCompilation compilation =
        work -> {
          work.run();
          compiling.complete(Thread.currentThread());
          compiled.countDown();
        };
    try (ProgramCache cache =
        new ProgramCache(ProgramCacheSettings.builder().hotAfter(1).build(), realms, compilation)) {
      Program program = realms.get(cache, "a.js", "6 * 7");
      realms.run(program);
      compiled.await();

      assertThat(program.isCompiled()).isTrue();
      assertThat(realms.number(program)).isEqualTo(42);
      Thread thread = compiling.get();
      assertThat(thread.isDaemon()).isTrue();
      assertThat(thread.getPriority()).isEqualTo(Thread.MIN_PRIORITY);
      assertThat(thread.getName()).isEqualTo("tachograph-compiler");
    }
  }

  /** Nested deeper than a usual thread could take. */
  @Test
  void theThreadHasRoomForDeepScripts() throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    BackgroundCompilation compilation =
        work -> {
          try {
            work.run();
          } finally {
            done.countDown();
          }
        };
    try (ProgramCache cache =
        new ProgramCache(ProgramCacheSettings.builder().hotAfter(0).build(), realms, compilation)) {
      String text = "(".repeat(5000) + "1" + ")".repeat(5000);
      CompletableFuture<Program> program = new CompletableFuture<>();
      Thread deep =
          new Thread(
              null, () -> program.complete(realms.get(cache, "a.js", text)), "deep", 64L << 20);
      deep.start();

      Program made = program.get();
      done.await();
      assertThat(made.isCompiled()).isTrue();
    }
  }

  @Test
  void aFullQueueIsAskedAgainLater() throws Exception {
    CountDownLatch entered = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    CountDownLatch finished = new CountDownLatch(3);
    BackgroundCompilation compilation =
        work -> {
          entered.countDown();
          ProgramCacheTest.awaitQuietly(goOn);
          work.run();
          finished.countDown();
        };
    ProgramCacheSettings settings =
        ProgramCacheSettings.builder().hotAfter(2).maximumWaiting(1).build();
    try (ProgramCache cache = new ProgramCache(settings, realms, compilation)) {
      hot(realms.get(cache, "first.js", "1"));
      entered.await();
      hot(realms.get(cache, "waits.js", "1"));
      Program skipped = realms.get(cache, "skipped.js", "1");
      hot(skipped);
      assertThat(cache.metrics().skipped()).isEqualTo(1);

      realms.run(skipped);
      assertThat(cache.metrics().skipped()).isEqualTo(1);
      realms.run(skipped);
      assertThat(cache.metrics().skipped()).isEqualTo(2);

      goOn.countDown();
      for (Program next = skipped; finished.getCount() > 0; ) {
        realms.run(next);
        finished.await(1, TimeUnit.MILLISECONDS);
      }
      assertThat(skipped.isCompiled()).isTrue();
    }
  }

  private void hot(Program program) {
    realms.run(program);
    realms.run(program);
  }

  /** Threads that run a program while it is swapped all see one version or the other. */
  @Test
  void programsRunInManyThreadsWhileTheyAreSwapped() throws Exception {
    AtomicInteger wrong = new AtomicInteger();
    try (ProgramCache cache =
        new ProgramCache(
            ProgramCacheSettings.builder().hotAfter(20).build(),
            realms,
            BackgroundCompilation.unlimited())) {
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 4; t++) {
        int number = t;
        Thread thread =
            new Thread(
                () -> {
                  for (int i = 0; i < 100; i++) {
                    Program program =
                        realms.get(
                            cache,
                            "a.js",
                            "var o = { ['k' + number]: /[a-z]+/g }; o['k' + number].mark = number;"
                                + " o['k' + number].test('abc') ? o['k' + number].mark : -1");
                    ScriptableObject realm = realms.realm();
                    realm.put("number", realm, number);
                    if (((Number) realms.runIn(realm, program)).intValue() != number) {
                      wrong.incrementAndGet();
                    }
                  }
                });
        threads.add(thread);
        thread.start();
      }
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(wrong).hasValue(0);
    }
  }
}
