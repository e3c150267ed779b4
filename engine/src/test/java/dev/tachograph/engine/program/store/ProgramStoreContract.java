package dev.tachograph.engine.program.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store does. */
abstract class ProgramStoreContract {
  static final String SCRIPT = "a".repeat(40);
  static final String OTHER_SCRIPT = "b".repeat(40);

  /** Another view of the same programs, as another process has it. */
  abstract ProgramStore open(StoreBounds bounds) throws IOException;

  private ProgramStore open() throws IOException {
    return open(StoreBounds.defaults());
  }

  static String program(int number) {
    return "%040x".formatted(number);
  }

  @Test
  void whatIsSavedIsThereForAll() throws Exception {
    ProgramStore store = open();
    assertThat(store.load(SCRIPT, program(1))).isNull();

    store.save(SCRIPT, program(1), new byte[] {1, 0, -1});
    store.save(SCRIPT, program(2), new byte[0]);

    assertThat(open().load(SCRIPT, program(1))).containsExactly(1, 0, -1);
    assertThat(open().load(SCRIPT, program(2))).isEmpty();
    assertThat(open().load(OTHER_SCRIPT, program(1))).isNull();

    store.save(SCRIPT, program(1), new byte[] {2});
    assertThat(open().load(SCRIPT, program(1))).containsExactly(2);
  }

  @Test
  void largeProgramsAreKeptWhole() throws Exception {
    byte[] large = new byte[3 << 20];
    new Random(1).nextBytes(large);
    open().save(SCRIPT, program(1), large);

    assertThat(Arrays.equals(open().load(SCRIPT, program(1)), large)).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> open().save(SCRIPT, program(1), new byte[(16 << 20) + 1]))
        .withMessage("a program of 16777217 bytes: at most 16777216 are kept");
  }

  @Test
  void programsAreRemovedOneByOneOrByScript() throws Exception {
    ProgramStore store = open();
    store.save(SCRIPT, program(1), new byte[] {1});
    store.save(SCRIPT, program(2), new byte[] {2});
    store.save(SCRIPT, program(3), new byte[] {3});
    store.save(OTHER_SCRIPT, program(1), new byte[] {4});

    store.remove(SCRIPT, program(1));
    store.remove(SCRIPT, program(9));
    assertThat(store.load(SCRIPT, program(1))).isNull();
    assertThat(store.load(SCRIPT, program(2))).containsExactly(2);

    store.removeAll(SCRIPT);
    assertThat(store.load(SCRIPT, program(2))).isNull();
    assertThat(store.load(SCRIPT, program(3))).isNull();
    assertThat(store.load(OTHER_SCRIPT, program(1))).containsExactly(4);
  }

  @Test
  void onlyDigestsAreNames() throws Exception {
    ProgramStore store = open();
    for (String name : new String[] {"", "../../etc/passwd", "A".repeat(40), "' OR '1'='1"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.load(name, program(1)))
          .withMessage("'%s' names no script or program: 32 to 64 of 0-9a-f do", name);
      assertThatIllegalArgumentException().isThrownBy(() -> store.load(SCRIPT, name));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> store.save(SCRIPT, name, new byte[] {1}));
      assertThatIllegalArgumentException().isThrownBy(() -> store.remove(name, program(1)));
      assertThatIllegalArgumentException().isThrownBy(() -> store.removeAll(name));
    }
  }

  @Test
  void theNumberOfProgramsIsBounded() throws Exception {
    ProgramStore store = open(new StoreBounds(3, 1000));
    for (int i = 1; i <= 10; i++) {
      store.save(SCRIPT, program(i), new byte[10]);
    }

    assertThat(kept(store, 10)).isEqualTo(3);
  }

  @Test
  void theBytesOfProgramsAreBounded() throws Exception {
    ProgramStore store = open(new StoreBounds(1000, 100));
    for (int i = 1; i <= 10; i++) {
      store.save(SCRIPT, program(i), new byte[30]);
    }
    assertThat(kept(store, 10)).isEqualTo(3);

    store.save(SCRIPT, program(11), new byte[101]);
    assertThat(kept(store, 11)).isZero();
  }

  private static int kept(ProgramStore store, int last) throws IOException {
    int kept = 0;
    for (int i = 1; i <= last; i++) {
      kept += store.load(SCRIPT, program(i)) == null ? 0 : 1;
    }
    return kept;
  }

  /** A reader sees one of the versions, and never parts of two. */
  @Test
  void writersDoNotMix() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Future<?>[] writers = new Future<?>[4];
      for (int i = 0; i < writers.length; i++) {
        byte[] content = new byte[50_000 + i];
        Arrays.fill(content, (byte) i);
        ProgramStore store = open();
        writers[i] = threads.submit(() -> write(store, content));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean write(ProgramStore store, byte[] content) throws IOException {
    for (int round = 0; round < 20; round++) {
      store.save(SCRIPT, program(1), content);
      byte[] read = store.load(SCRIPT, program(1));
      assertThat(read).isNotNull();
      byte[] whole = new byte[50_000 + read[0]];
      Arrays.fill(whole, read[0]);
      assertThat(Arrays.equals(read, whole)).isTrue();
    }
    return true;
  }
}
