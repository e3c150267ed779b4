package dev.tachograph.meter.journal;

import static dev.tachograph.meter.Resource.HOST_CALLS;

import dev.tachograph.meter.HandTicker;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Usage;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;

/** A directory for the journal of a test, and what is done with it. */
abstract class JournalDirectory {
  static final JournalOptions OPTIONS =
      JournalOptions.defaults().withCheckpointInterval(Duration.ZERO);

  @TempDir Path directory;
  final HandTicker ticker = new HandTicker("2026-11-21T10:00:00Z");

  /** A tracker of account "a" that nobody used. */
  ResourceTracker tracker(String limits) {
    return ResourceTracker.standalone("a", Limits.parse(limits), ticker);
  }

  /** Opens the journal of this test for some trackers. */
  Journal open(ResourceTracker... trackers) {
    Journal journal = Journal.open(directory, OPTIONS.withTicker(ticker));
    for (ResourceTracker tracker : trackers) {
      journal.attach(tracker);
    }
    return journal;
  }

  /** An evaluation that charges so many calls of the host. */
  static Usage run(ResourceTracker tracker, int hostCalls) throws Exception {
    return tracker
        .run(
            () -> {
              for (int i = 0; i < hostCalls; i++) {
                tracker.charge(HOST_CALLS, 1);
              }
              return true;
            })
        .usage();
  }

  /** What is on disk now, as it would be found if the process was killed. */
  Path killed() throws Exception {
    Path copy = Files.createTempDirectory(directory, "copy");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "segment-*")) {
      for (Path file : files) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  /** What a journal knows, by account. */
  static Map<String, JournalAccount> accounts(Path directory) {
    Map<String, JournalAccount> accounts = new TreeMap<>();
    Journal.read(directory, OPTIONS).forEach(account -> accounts.put(account.id(), account));
    return accounts;
  }
}
