package dev.tachograph.meter.journal;

import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Ticker;
import java.time.Duration;
import java.util.Objects;

/**
 * How a journal is kept. Immutable and thread-safe.
 *
 * @param fsync when it waits for the disk; {@link Fsync#ALWAYS} unless it is said
 * @param rotationBytes by how much a file grows before the next one is begun: more than 0, 16 MB
 *     unless it is said. A file begins with all totals, and is never begun before it has as much
 *     again behind them
 * @param checkpointInterval how often it is written down what running evaluations used so far:
 *     every second unless it is said; zero for never, but by {@link Journal#checkpoint}
 * @param lockTimeout how long to wait for another process that has the journal open; zero unless it
 *     is said
 * @param historySize how many records of evaluations are kept of each account; 0 or more
 * @param keptSegments how many files stay that nothing needs any more, for audits; 0 or more
 * @param ticker tells the time of refills and of what was found killed
 */
public record JournalOptions(
    Fsync fsync,
    long rotationBytes,
    Duration checkpointInterval,
    Duration lockTimeout,
    int historySize,
    int keptSegments,
    Ticker ticker) {

  private static final JournalOptions DEFAULTS =
      new JournalOptions(
          Fsync.ALWAYS,
          16L << 20,
          Duration.ofSeconds(1),
          Duration.ZERO,
          ResourceTracker.HISTORY_SIZE,
          0,
          Ticker.system());

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public JournalOptions {
    Objects.requireNonNull(fsync);
    Objects.requireNonNull(ticker);
    require(rotationBytes > 0, "rotationBytes", rotationBytes, "more than 0");
    require(
        !checkpointInterval.isNegative(), "checkpointInterval", checkpointInterval, "0 or more");
    require(!lockTimeout.isNegative(), "lockTimeout", lockTimeout, "0 or more");
    require(historySize >= 0, "historySize", historySize, "0 or more");
    require(keptSegments >= 0, "keptSegments", keptSegments, "0 or more");
  }

  private static void require(boolean condition, String name, Object value, String range) {
    if (!condition) {
      throw new IllegalArgumentException("%s=%s: it is %s".formatted(name, value, range));
    }
  }

  /** What suits most programs. */
  public static JournalOptions defaults() {
    return DEFAULTS;
  }

  /** These options with another {@link #fsync}. */
  public JournalOptions withFsync(Fsync policy) {
    return new JournalOptions(
        policy, rotationBytes, checkpointInterval, lockTimeout, historySize, keptSegments, ticker);
  }

  /** These options with another {@link #rotationBytes}. */
  public JournalOptions withRotationBytes(long bytes) {
    return new JournalOptions(
        fsync, bytes, checkpointInterval, lockTimeout, historySize, keptSegments, ticker);
  }

  /** These options with another {@link #checkpointInterval}. */
  public JournalOptions withCheckpointInterval(Duration interval) {
    return new JournalOptions(
        fsync, rotationBytes, interval, lockTimeout, historySize, keptSegments, ticker);
  }

  /** These options with another {@link #lockTimeout}. */
  public JournalOptions withLockTimeout(Duration timeout) {
    return new JournalOptions(
        fsync, rotationBytes, checkpointInterval, timeout, historySize, keptSegments, ticker);
  }

  /** These options with another {@link #historySize}. */
  public JournalOptions withHistorySize(int size) {
    return new JournalOptions(
        fsync, rotationBytes, checkpointInterval, lockTimeout, size, keptSegments, ticker);
  }

  /** These options with other {@link #keptSegments}. */
  public JournalOptions withKeptSegments(int count) {
    return new JournalOptions(
        fsync, rotationBytes, checkpointInterval, lockTimeout, historySize, count, ticker);
  }

  /** These options with another {@link #ticker}. */
  public JournalOptions withTicker(Ticker other) {
    return new JournalOptions(
        fsync, rotationBytes, checkpointInterval, lockTimeout, historySize, keptSegments, other);
  }
}
