package dev.tachograph.meter.journal;

import static dev.tachograph.meter.Resource.HOST_CALLS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.meter.EvaluationRecord.Outcome;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.ResourceTracker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that fail: nothing runs that could not be written down, and nothing is lost. */
@SuppressWarnings("try") // journals that only have to be open
class JournalDiskTest {
  private static final JournalOptions OPTIONS =
      JournalOptions.defaults().withCheckpointInterval(Duration.ZERO);

  @TempDir private Path directory;
  private final ResourceTracker account = ResourceTracker.standalone("a", Limits.unlimited());
  private final TestDisk disk = new TestDisk();

  private Journal open(JournalOptions options) {
    Journal journal = Journal.open(directory, options, disk);
    journal.attach(account);
    return journal;
  }

  private void call() throws Exception {
    account.run(
        () -> {
          account.charge(HOST_CALLS, 1);
          return true;
        });
  }

  private void assertRefused() {
    List<String> ran = new ArrayList<>();
    assertThatThrownBy(() -> account.run(() -> ran.add("it ran")))
        .isInstanceOf(JournalException.class)
        .hasMessageStartingWith("not started: the journal cannot be written (")
        .hasMessageEndingWith("), and what it would use could be lost");
    assertThat(ran).isEmpty();
  }

  private void assertSameWhenOpenedAgain() {
    ResourceTracker again = ResourceTracker.standalone("a", Limits.unlimited());
    try (Journal journal = Journal.open(directory, OPTIONS)) {
      journal.attach(again);
      assertThat(again.usage()).isEqualTo(account.usage());
      assertThat(again.statistics()).isEqualTo(account.statistics());
    }
  }

  @Test
  void nothingRunsThatCannotBeWrittenDown() throws Exception {
    try (Journal journal = open(OPTIONS)) {
      call();
      disk.failing = true;
      assertRefused();
      assertRefused();
      assertThat(account.history().get(2).outcome()).isEqualTo(Outcome.FAILED);
      disk.failing = false;
      call();
      assertThat(Segments.list(directory).keySet()).as("another file").containsExactly(2L);
    }
    assertThat(account.usage().get(HOST_CALLS)).isEqualTo(2);
    assertSameWhenOpenedAgain();
  }

  @Test
  void aFileThatCouldNotBeForcedIsNotTrustedAgain() throws Exception {
    try (Journal journal = open(OPTIONS)) {
      disk.failingAtForce = true;
      assertRefused();
      disk.failingAtForce = false;
      call();
      assertThat(Segments.list(directory).keySet()).containsExactly(2L);
    }
    assertSameWhenOpenedAgain();
  }

  @Test
  void anEndThatCannotBeWrittenIsWrittenLater() throws Exception {
    List<Throwable> told = new ArrayList<>();
    Thread thread = Thread.currentThread();
    Thread.UncaughtExceptionHandler handler = thread.getUncaughtExceptionHandler();
    thread.setUncaughtExceptionHandler((where, failure) -> told.add(failure));
    try (Journal journal = open(OPTIONS)) {
      account.run(() -> disk.failing = true);
      assertThat(told).hasSize(1);
      assertThat(told.get(0))
          .hasMessage(
              "the journal cannot be written (java.io.IOException: no space left): no evaluation is"
                  + " admitted until it can");
      assertRefused();
      disk.failing = false;
      journal.checkpoint();
      assertSame(Journal.read(directory, OPTIONS));
    } finally {
      thread.setUncaughtExceptionHandler(handler);
    }
    assertSameWhenOpenedAgain();
  }

  private void assertSame(List<JournalAccount> accounts) {
    assertThat(accounts.get(0).usage()).isEqualTo(account.usage());
    assertThat(accounts.get(0).running()).isEmpty();
  }

  @Test
  void aDirectoryThatIsGoneRefusesEvaluations() throws Exception {
    Path moved = directory.resolveSibling(directory.getFileName() + "-moved");
    Journal journal = open(OPTIONS);
    call();
    Files.move(directory, moved);
    assertRefused();
    Files.move(moved, directory);
    call();
    journal.close();
    assertSameWhenOpenedAgain();
  }

  @Test
  void aFileThatIsGoneIsBegunAgain() throws Exception {
    try (Journal journal = open(OPTIONS)) {
      call();
      Files.delete(Segments.list(directory).firstEntry().getValue());
      call();
    }
    assertSameWhenOpenedAgain();
  }

  @Test
  void whoIsToldWaitedForTheDiskIfThePolicySaysSo() throws Exception {
    for (Fsync policy : Fsync.values()) {
      try (Journal journal = Journal.open(directory, OPTIONS.withFsync(policy), disk)) {
        ResourceTracker other = ResourceTracker.standalone(policy.name(), Limits.unlimited());
        journal.attach(other);
        disk.calls.clear();
        other.run(() -> disk.calls.add("run"));
        assertThat(disk.calls)
            .containsExactlyElementsOf(
                policy == Fsync.ALWAYS
                    ? List.of("write", "force", "run", "write", "force")
                    : List.of("write", "run", "write"));
        disk.calls.clear();
        journal.checkpoint();
        assertThat(disk.calls)
            .containsExactlyElementsOf(policy == Fsync.INTERVAL ? List.of("force") : List.of());
      }
    }
  }

  @Test
  void interruptsDoNotHarmTheJournal() throws Exception {
    JournalOptions rotating = OPTIONS.withRotationBytes(1).withHistorySize(0);
    try (Journal journal = Journal.open(directory, rotating)) {
      journal.attach(account);
      for (int i = 0; i < 10; i++) {
        Thread.currentThread().interrupt();
        call();
        assertThat(Thread.interrupted()).isTrue();
      }
      assertThat(Segments.list(directory).lastKey()).isGreaterThan(3);
    }
    assertSameWhenOpenedAgain();
  }

  @Test
  void aDirectoryThatCannotBeMadeIsNamed() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThatThrownBy(() -> Journal.open(file, OPTIONS))
        .isInstanceOf(JournalException.class)
        .hasMessageStartingWith("the journal in " + file + " cannot be opened: ");
  }
}
