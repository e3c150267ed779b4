package dev.tachograph.meter.journal;

import static dev.tachograph.meter.Resource.EVALUATIONS;
import static dev.tachograph.meter.Resource.HOST_CALLS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.meter.Limits;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Usage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that end too early, or are not what was written. */
class JournalDamageTest {
  private static final JournalOptions OPTIONS =
      JournalOptions.defaults()
          .withCheckpointInterval(Duration.ZERO)
          .withFsync(Fsync.INTERVAL)
          .withHistorySize(2);

  @TempDir private Path directory;

  /** How long the file was, and what was used, after each step. */
  private record Step(long length, Usage usage) {}

  private final List<Step> steps = new ArrayList<>();

  private Path write(JournalOptions options) throws Exception {
    ResourceTracker account = ResourceTracker.standalone("a", Limits.unlimited());
    try (Journal journal = Journal.open(directory, options)) {
      steps.add(new Step(Files.size(newest(directory)), Usage.none()));
      journal.attach(account);
      ResourceTracker child = account.child("c");
      for (int i = 1; i <= 4; i++) {
        child.charge(HOST_CALLS, i);
        steps.add(new Step(Files.size(newest(directory)), account.usage()));
        int calls = 100 * i;
        child.run(
            () -> {
              child.charge(HOST_CALLS, calls);
              return true;
            });
        steps.add(new Step(Files.size(newest(directory)), account.usage()));
        journal.checkpoint();
      }
    }
    return newest(directory);
  }

  private static Path newest(Path directory) throws IOException {
    return Segments.list(directory).lastEntry().getValue();
  }

  private Path copy(String name, byte[] content) throws IOException {
    Path copy = Files.createTempDirectory(directory, "copy");
    Files.write(copy.resolve(name), content);
    return copy;
  }

  private static Usage total(Journal journal) {
    return journal.accounts().stream()
        .filter(account -> account.id().equals("a"))
        .map(JournalAccount::usage)
        .findFirst()
        .orElse(Usage.none());
  }

  @Test
  void everyLengthRecoversToWhatWasWrittenUpToThere() throws Exception {
    Path file = write(OPTIONS);
    byte[] whole = Files.readAllBytes(file);
    assertThat(whole.length).isLessThan(10_000);
    for (int length = 0; length <= whole.length; length++) {
      Path copy = copy(file.getFileName().toString(), Arrays.copyOf(whole, length));
      Usage first;
      try (Journal journal = Journal.open(copy, OPTIONS, new TestDisk())) {
        first = total(journal);
        check(length, first, journal.recovery());
      }
      try (Journal journal = Journal.open(copy, OPTIONS, new TestDisk())) {
        assertThat(total(journal)).as("again, of %d bytes", length).isEqualTo(first);
        assertThat(journal.recovery().droppedBytes()).isZero();
        assertThat(journal.recovery().killed()).isEmpty();
      }
      remove(copy);
    }
  }

  private void check(int length, Usage found, JournalRecovery recovery) {
    Step before = steps.get(0);
    Step after = steps.get(0);
    for (Step step : steps) {
      before = step.length <= length ? step : before;
      after = step;
      if (step.length > length) {
        break;
      }
    }
    if (recovery.killed().isEmpty()) {
      assertThat(found).as("%d bytes", length).isIn(before.usage, after.usage);
    } else {
      assertThat(found.get(HOST_CALLS))
          .as("%d bytes", length)
          .isEqualTo(before.usage.get(HOST_CALLS));
      assertThat(found.get(EVALUATIONS)).isEqualTo(before.usage.get(EVALUATIONS) + 1);
    }
  }

  private static void remove(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }

  @Test
  void everyFlippedByteIsReportedOrWasTheLastRecord() throws Exception {
    Path file = write(OPTIONS);
    byte[] whole = Files.readAllBytes(file);
    Usage total = steps.get(steps.size() - 1).usage;
    int lastRecord = whole.length - Frames.OVERHEAD;
    for (int at = 0; at < whole.length; at++) {
      byte[] flipped = whole.clone();
      flipped[at] ^= (byte) (1 << at % 8);
      Path copy = copy(file.getFileName().toString(), flipped);
      if (at >= lastRecord) {
        try (Journal journal = Journal.open(copy, OPTIONS, new TestDisk())) {
          assertThat(total(journal)).isEqualTo(total);
          assertThat(journal.recovery().droppedBytes()).isEqualTo(Frames.OVERHEAD);
        }
      } else {
        assertThatThrownBy(() -> Journal.open(copy, OPTIONS, new TestDisk()))
            .as("byte %d", at)
            .isInstanceOf(JournalException.class)
            .hasMessageContaining(copy.resolve(file.getFileName()).toString());
        assertThat(Files.readAllBytes(copy.resolve(file.getFileName()))).isEqualTo(flipped);
      }
      remove(copy);
    }
  }

  @Test
  void aDamagedRecordIsNamedWithItsPlace() throws Exception {
    Path file = write(OPTIONS);
    byte[] whole = Files.readAllBytes(file);
    int at = (int) steps.get(2).length;
    whole[at + 40] ^= 1;
    Files.write(file, whole);

    assertThatThrownBy(() -> Journal.open(directory, OPTIONS))
        .hasMessage(
            "the journal file %s is damaged at byte %d, and not at its end, where a write may have been"
                    .formatted(file, at)
                + " torn. Nothing was changed: restore the file from a backup, or move it away to go"
                + " on without it");
    assertThatThrownBy(() -> Journal.read(directory, OPTIONS))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("damaged at byte " + at);
  }

  @Test
  void whatWasNeverOnDiskMayBeDamagedAnywhere() throws Exception {
    Path file = write(OPTIONS.withFsync(Fsync.NEVER));
    byte[] whole = Files.readAllBytes(file);
    byte[] killed = Arrays.copyOf(whole, whole.length - Frames.OVERHEAD);
    killed[(int) steps.get(2).length + 40] ^= 1;
    Files.write(file, killed);

    try (Journal journal = Journal.open(directory, OPTIONS)) {
      assertThat(total(journal)).isEqualTo(steps.get(2).usage);
      assertThat(journal.recovery().droppedBytes()).isEqualTo(killed.length - steps.get(2).length);
    }
  }

  @Test
  void filesThatAreKeptAreChecked() throws Exception {
    JournalOptions keeping = OPTIONS.withHistorySize(0).withRotationBytes(600).withKeptSegments(2);
    write(keeping);
    assertThat(Segments.list(directory)).hasSize(3);
    Path first = Segments.list(directory).firstEntry().getValue();
    byte[] whole = Files.readAllBytes(first);
    Journal.open(directory, keeping).close();

    Files.write(first, Arrays.copyOf(whole, whole.length - 1));
    assertThatThrownBy(() -> Journal.open(directory, keeping))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining(first + " is damaged at byte " + (whole.length - Frames.OVERHEAD));
    Files.write(first, whole);
    whole[500] ^= 2;
    Files.write(first, whole);
    assertThatThrownBy(() -> Journal.open(directory, keeping)).hasMessageContaining("damaged");
  }

  @Test
  void totalsOfAnEarlierFileAreNotForgotten() throws Exception {
    Path file = write(OPTIONS.withRotationBytes(1500));
    assertThat(Segments.list(directory).firstKey()).isGreaterThan(1);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 200));

    assertThatThrownBy(() -> Journal.open(directory, OPTIONS))
        .hasMessageContaining("before the end of the totals that it begins with");
  }

  @Test
  void anotherVersionIsRefused() throws Exception {
    Path file = write(OPTIONS);
    byte[] whole = Files.readAllBytes(file);
    ByteBuffer.wrap(whole).putInt(8, 2);
    Files.write(file, whole);

    assertThatThrownBy(() -> Journal.open(directory, OPTIONS))
        .hasMessage(
            file + " is of version 2, but this is version 1: use the tachograph that wrote it");
  }

  @Test
  void aRecordInANameIsNone() throws Exception {
    ResourceTracker account = ResourceTracker.standalone("a", Limits.unlimited());
    byte[] bytes;
    try (Journal journal = Journal.open(directory, OPTIONS)) {
      journal.attach(account);
      account.child(forged());
      journal.checkpoint();
      bytes = Files.readAllBytes(newest(directory));
    }
    assertThat(Frames.wasDurable(0, bytes, 0)).as("whoever knew the salt").isTrue();
    Path copy =
        copy(newest(directory).getFileName().toString(), Arrays.copyOf(bytes, bytes.length - 1));
    try (Journal torn = Journal.open(copy, OPTIONS, new TestDisk())) {
      assertThat(torn.recovery().droppedBytes()).isGreaterThan(2 * Frames.OVERHEAD);
      assertThat(torn.accounts()).hasSize(1);
    }
  }

  /** A whole record in ASCII that says that all before was on disk. */
  private static String forged() {
    for (long sequence = 1; ; sequence++) {
      byte[] frame = Frames.encode(0, sequence & 0x7f7f, 0x7f7f7f, new FileNote.Closed());
      String text = new String(frame, StandardCharsets.ISO_8859_1);
      if (text.chars().allMatch(letter -> letter < 0x80)) {
        return text;
      }
    }
  }
}
