package dev.tachograph.engine.cli;

import dev.tachograph.meter.journal.Journal;
import dev.tachograph.meter.journal.JournalOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --journal DIR} of a run, which keeps the account over processes. */
final class JournalOption {
  /**
   * A process waits longer for another one than a script may take by default, and keeps files
   * small, for each process reads all of the last one.
   */
  static final JournalOptions OPTIONS =
      JournalOptions.defaults().withLockTimeout(Duration.ofSeconds(10)).withRotationBytes(1L << 20);

  @Option(
      names = "--journal",
      paramLabel = "DIR",
      description =
          "Keep the account's ledger in this directory, over all runs: the total limits then bound "
              + "what all of them use. A directory that is missing is made.")
  private @Nullable Path directory;

  /** Opens the journal; {@code null} if none was asked for. */
  @Nullable Journal open() {
    return directory == null ? null : Journal.open(directory, OPTIONS);
  }
}
