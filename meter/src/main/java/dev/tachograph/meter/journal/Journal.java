package dev.tachograph.meter.journal;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.ListenerRegistration;
import dev.tachograph.meter.ResourceTracker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * An append-only journal on disk of what accounts use, from which their totals are rebuilt when it
 * is opened again: cumulative limits then hold over restarts, crashes and kills.
 *
 * <p>An evaluation is written down before it runs, and is refused if that is impossible; while it
 * runs, with what it used so far; and when it ends, before the host is told. One that was killed
 * with its process is charged with what was written last, as cancelled. docs/journal.md has the
 * guarantees and the format. Thread-safe.
 */
public final class Journal implements AutoCloseable {
  /** How often a reader follows a writer that begins new files meanwhile. */
  private static final int ATTEMPTS = 100;

  private final JournalOptions options;
  private final LockFile lock;
  private final Log log;
  private final JournalRecovery recovery;
  private final List<Attachment> attachments = new CopyOnWriteArrayList<>();
  private final List<ListenerRegistration> listening = new ArrayList<>();
  private final @Nullable Checkpointer checkpointer;
  private boolean closed;

  private Journal(JournalOptions options, LockFile lock, Log log, JournalRecovery recovery) {
    this.options = options;
    this.lock = lock;
    this.log = log;
    this.recovery = recovery;
    checkpointer =
        options.checkpointInterval().isZero()
            ? null
            : new Checkpointer(this::checkpoint, options.checkpointInterval());
  }

  /**
   * Opens the journal in a directory, which is made if there is none. Nobody else can open it until
   * it is closed, or its process ends.
   *
   * @throws JournalInUseException if somebody else has it open
   * @throws JournalException if it cannot be read or written, is damaged otherwise than at its end,
   *     or of another version; nothing is changed then
   */
  public static Journal open(Path directory, JournalOptions options) {
    return open(directory, options, new FileDisk());
  }

  /** The same on another disk. */
  static Journal open(Path directory, JournalOptions options, Disk disk) {
    LockFile lock = null;
    try {
      Files.createDirectories(directory);
      lock = LockFile.acquire(directory, options.lockTimeout(), options.ticker());
      Journal journal = open(directory, options, disk, lock);
      lock = null;
      return journal;
    } catch (IOException failed) {
      throw new JournalException(
          "the journal in %s cannot be opened: %s".formatted(directory, failed), failed);
    } finally {
      release(lock);
    }
  }

  private static Journal open(Path directory, JournalOptions options, Disk disk, LockFile lock)
      throws IOException {
    NavigableMap<Long, Path> files = Segments.list(directory);
    Totals totals = new Totals(options.historySize());
    Map.Entry<Long, Path> newest = files.lastEntry();
    long number = newest == null ? 0 : newest.getKey();
    Replay replay =
        newest == null
            ? new Replay(0, 0, 0, 0, false, 0)
            : Replay.of(newest.getValue(), number, totals, false);
    if (options.keptSegments() > 0) {
      for (Map.Entry<Long, Path> file : files.headMap(number).entrySet()) {
        Totals sealed = new Totals(0);
        Replay.of(file.getValue(), file.getKey(), sealed, true);
      }
    }
    Log log = new Log(directory, options, disk, totals);
    log.start(number, replay);
    List<EvaluationRecord> killed = new ArrayList<>();
    log.append(
        known -> {
          List<Note> ends = new ArrayList<>();
          for (OpenEvaluation evaluation : known.open().values()) {
            EvaluationRecord end = evaluation.record(EvaluationRecord.Outcome.CANCELLED);
            killed.add(end);
            ends.add(new EvaluationNote.Ends(evaluation.number, end, List.of()));
          }
          return ends;
        });
    log.flush(options.fsync() != Fsync.NEVER);
    return new Journal(
        options, lock, log, new JournalRecovery(log.file(), replay.dropped(), List.copyOf(killed)));
  }

  private static void release(@Nullable LockFile lock) {
    try {
      if (lock != null) {
        lock.close();
      }
    } catch (IOException unimportant) {
      // It is released with the process at the latest.
    }
  }

  /**
   * Reads the accounts of a journal that anybody may have open, without changing anything.
   *
   * @return in the order of their names
   * @throws JournalException if there is none, or as {@link #open}
   */
  public static List<JournalAccount> read(Path directory, JournalOptions options) {
    try {
      for (int attempt = 1; Files.isDirectory(directory) && attempt <= ATTEMPTS; attempt++) {
        Map.Entry<Long, Path> newest = Segments.list(directory).lastEntry();
        if (newest == null) {
          break;
        }
        try {
          Totals totals = new Totals(options.historySize());
          Replay.of(newest.getValue(), newest.getKey(), totals, false);
          return JournalReading.of(totals, options.ticker());
        } catch (NoSuchFileException superseded) {
          // by another file, just now
        }
      }
    } catch (IOException failed) {
      throw new JournalException(
          "the journal in %s cannot be read: %s".formatted(directory, failed), failed);
    }
    throw new JournalException("there is no journal in " + directory, null);
  }

  /** What was found when the journal was opened. */
  public JournalRecovery recovery() {
    return recovery;
  }

  /**
   * Puts back what an account and those below it used earlier, and writes down what they use from
   * now on; children that are opened later are kept in the same way from their first moment. Limits
   * are not put back, but written down: the host says which are in force. Does nothing if the
   * account is attached already.
   *
   * @throws IllegalStateException if an account has used something already, or this is closed
   * @throws IllegalArgumentException if an account of this name is attached in another ledger, or
   *     one below it is attached already
   * @throws JournalException if the journal cannot be written
   */
  public synchronized void attach(ResourceTracker tracker) {
    if (closed) {
      throw new IllegalStateException("the journal is closed");
    }
    String account = tracker.account();
    for (Attachment other : attachments) {
      ResourceTracker same = other.tracker(account);
      if (same != null && same.equals(tracker)) {
        return;
      }
      if (same != null) {
        throw new IllegalArgumentException(
            "another account '%s' is attached: give one of them another name".formatted(account));
      }
      if (isBelow(other.root(), tracker)) {
        throw new IllegalArgumentException(
            "account '%s' is attached already: attach '%s', which pays with it, before that"
                .formatted(other.root().account(), account));
      }
    }
    Attachment attachment = new Attachment(log, tracker);
    ListenerRegistration registration = tracker.listen(attachment);
    try {
      attachment.keep(tracker);
      log.flush(attachment.noteLimits(tracker));
      attachments.add(attachment);
      listening.add(registration);
    } catch (IOException failed) {
      registration.close();
      throw new JournalException("the journal cannot be written: " + failed, failed);
    } catch (RuntimeException failed) {
      registration.close();
      throw failed;
    }
  }

  private static boolean isBelow(ResourceTracker below, ResourceTracker above) {
    for (var node = below.parent(); node.isPresent(); node = node.get().parent()) {
      if (node.get().equals(above)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Writes down what running evaluations used so far. A thread does this in the {@linkplain
   * JournalOptions#checkpointInterval interval}.
   *
   * @throws JournalException if the journal cannot be written
   */
  public void checkpoint() {
    attachments.forEach(Attachment::checkpoint);
    write(options.fsync() != Fsync.NEVER);
  }

  private void write(boolean force) {
    try {
      log.flush(force);
    } catch (IOException failed) {
      throw new JournalException(
          "the journal %s cannot be written: %s".formatted(log.file(), failed), failed);
    }
  }

  /**
   * Starts an account from nothing, whether it is attached or not: as {@link
   * ResourceTracker#reset}.
   *
   * @throws IllegalArgumentException if the journal does not know it
   * @throws JournalException if the journal cannot be written
   */
  public void reset(String account) {
    if (log.read(totals -> totals.find(account)) == null) {
      throw new IllegalArgumentException("the journal knows no account '" + account + "'");
    }
    for (Attachment attachment : attachments) {
      ResourceTracker tracker = attachment.tracker(account);
      if (tracker != null) {
        tracker.reset();
        return;
      }
    }
    log.append(totals -> List.of(new AccountNote.Reset(account, new HashMap<>())));
    write(options.fsync() == Fsync.ALWAYS);
  }

  /** All accounts that the journal knows, attached or not, in the order of their names. */
  public List<JournalAccount> accounts() {
    return log.read(totals -> JournalReading.of(totals, options.ticker()));
  }

  /**
   * Writes everything and ends. Evaluations that still run are charged with what they used so far:
   * close the journal when nothing runs any more. What the accounts use afterwards is not written
   * down.
   *
   * @throws JournalException if the journal cannot be written
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    if (checkpointer != null) {
      checkpointer.end();
    }
    try {
      attachments.forEach(Attachment::checkpoint);
      listening.forEach(ListenerRegistration::close);
      log.close();
    } catch (IOException failed) {
      throw new JournalException(
          "the journal %s cannot be written: %s".formatted(log.file(), failed), failed);
    } finally {
      release(lock);
    }
  }
}
