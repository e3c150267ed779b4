package dev.tachograph.meter.journal;

import dev.tachograph.meter.Usage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes notes into files. Thread-safe.
 *
 * <p>Notes are numbered and added up in memory, under a lock that nobody holds for long and under
 * which nobody else is called; then all that wait are written at once by one of those who wait for
 * them. After a failure nothing more is written to that file: the next attempt begins another one
 * with all totals, so that nothing is lost as long as the process lives.
 */
final class Log {
  private final Path directory;
  private final JournalOptions options;
  private final Disk disk;

  /** Guards the totals, and what waits to be written. */
  private final Object memory = new Object();

  private final Totals totals;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private long sequence;

  /** Guards the file and all that follows; taken before {@code memory}. */
  private final Object io = new Object();

  private Disk.@Nullable Output output;
  private long number;
  private long salt;
  private long size;
  private long head;
  private long forced;
  private @Nullable IOException failure;
  private boolean closed;

  /** Up to which note everything is written, and forced where that is asked for. */
  private volatile long done;

  private record Pending(long sequence, Note note) {}

  /**
   * @param totals what the file has so far
   */
  Log(Path directory, JournalOptions options, Disk disk, Totals totals) {
    this.directory = directory;
    this.options = options;
    this.disk = disk;
    this.totals = totals;
  }

  /** Goes on in a file that was read, if that is possible, or begins the next one. */
  void start(long lastNumber, Replay replay) throws IOException {
    synchronized (io) {
      number = lastNumber;
      synchronized (memory) {
        sequence = replay.sequence();
      }
      done = replay.sequence();
      if (!replay.sameResources()) {
        begin();
        return;
      }
      Disk.Output open = disk.open(file(), replay.length());
      output = open;
      salt = replay.salt();
      size = replay.length();
      head = replay.head();
      removeOld();
      if (replay.dropped() > 0) {
        open.force();
      }
    }
  }

  Path file() {
    synchronized (io) {
      return Segments.file(directory, number);
    }
  }

  /**
   * Adds notes; they are not on disk yet.
   *
   * @param make reads the totals, and is to be quick
   * @return for {@link #flush}
   */
  long append(Function<Totals, List<Note>> make) {
    synchronized (memory) {
      for (Note note : make.apply(totals)) {
        note.apply(totals);
        sequence++;
        pending.add(new Pending(sequence, note));
      }
      return sequence;
    }
  }

  /** Reads the totals. */
  <T> T read(Function<Totals, T> reader) {
    synchronized (memory) {
      return reader.apply(totals);
    }
  }

  /** Writes what {@link #append} returned this for, and waits for the disk if the policy does. */
  void flush(long appended) throws IOException {
    if (done < appended) {
      synchronized (io) {
        if (done < appended) {
          write(options.fsync() == Fsync.ALWAYS);
        }
      }
    }
  }

  /** Writes everything. */
  void flush(boolean force) throws IOException {
    synchronized (io) {
      write(force);
    }
  }

  private void write(boolean force) throws IOException {
    if (closed) {
      throw new IOException("the journal is closed");
    }
    Disk.Output open = output;
    if (open == null || failure != null || !disk.exists(file())) {
      begin();
      return;
    }
    List<Pending> batch;
    synchronized (memory) {
      batch = new ArrayList<>(pending);
      pending.clear();
    }
    try {
      byte[] bytes = encode(batch);
      if (bytes.length > 0) {
        open.write(bytes);
        size += bytes.length;
      }
      if (force && forced < size) {
        open.force();
        forced = size;
      }
    } catch (IOException failed) {
      failure = failed;
      throw failed;
    } catch (RuntimeException | Error failed) {
      failure = new IOException(failed);
      throw failed;
    }
    if (!batch.isEmpty()) {
      done = batch.get(batch.size() - 1).sequence;
    }
    if (size - head >= Math.max(options.rotationBytes(), head)) {
      rotate();
    }
  }

  private byte[] encode(List<Pending> batch) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Pending one : batch) {
      bytes.writeBytes(Frames.encode(salt, one.sequence, forced, one.note));
    }
    return bytes.toByteArray();
  }

  /** What is written is safe where it is; what comes next waits until there is another file. */
  private void rotate() {
    try {
      seal();
      begin();
    } catch (IOException later) {
      failure = later;
    }
  }

  /** Says in the file that all before was on disk. */
  private void seal() throws IOException {
    Disk.Output open = output;
    if (open != null && failure == null) {
      open.force();
      forced = size;
      long last = append(known -> List.of(new FileNote.Closed()));
      byte[] bytes;
      synchronized (memory) {
        List<Pending> batch = new ArrayList<>(pending);
        pending.clear();
        bytes = encode(batch);
      }
      open.write(bytes);
      open.force();
      size += bytes.length;
      forced = size;
      done = last;
    }
  }

  /** Begins the next file with everything that is known. */
  private void begin() throws IOException {
    long next = number + 1;
    long nextSalt = ThreadLocalRandom.current().nextLong();
    byte[] bytes;
    long last;
    synchronized (memory) {
      pending.clear();
      bytes = head(next, nextSalt);
      last = sequence;
    }
    Path temporary = Segments.temporary(directory, next);
    Disk.Output open = null;
    try {
      open = disk.open(temporary, 0);
      open.write(bytes);
      open.force();
      disk.publish(temporary, Segments.file(directory, next));
    } catch (IOException failed) {
      failure = failed;
      abandon(open, temporary);
      throw failed;
    }
    Disk.Output before = output;
    boolean torn = failure != null;
    output = open;
    long old = number;
    number = next;
    salt = nextSalt;
    size = bytes.length;
    head = size;
    forced = size;
    failure = null;
    done = last;
    retire(before, old, torn);
  }

  private void abandon(Disk.@Nullable Output open, Path temporary) {
    try {
      if (open != null) {
        open.close();
      }
      disk.delete(temporary);
    } catch (IOException alsoFailed) {
      // The next start removes it.
    }
  }

  /** The file before has nothing that the new one lacks; what cannot be removed stays. */
  private void retire(Disk.@Nullable Output before, long old, boolean torn) {
    try {
      if (before != null) {
        before.close();
      }
      Path file = Segments.file(directory, old);
      if (torn && options.keptSegments() > 0 && disk.exists(file)) {
        disk.publish(file, Segments.torn(directory, old));
      } else if (torn) {
        disk.delete(file);
      }
      removeOld();
    } catch (IOException undeletable) {
      // Whoever opens the journal next tries again.
    }
  }

  private void removeOld() throws IOException {
    NavigableMap<Long, Path> files = Segments.list(directory);
    while (files.size() > options.keptSegments() + 1) {
      disk.delete(files.pollFirstEntry().getValue());
    }
  }

  /** With the memory's lock held. */
  private byte[] head(long next, long nextSalt) {
    List<Note> notes = new ArrayList<>();
    notes.add(FileNote.Resources.own());
    totals.accounts().values().forEach(account -> notes.add(AccountNote.Account.of(account)));
    for (OpenEvaluation evaluation : totals.open().values()) {
      notes.add(new EvaluationNote.Begins(evaluation.number, evaluation.record(null)));
      for (Map.Entry<String, @Nullable Usage> forgotten : evaluation.forgotten().entrySet()) {
        notes.add(
            new EvaluationNote.Forgets(
                evaluation.number, forgotten.getKey(), forgotten.getValue()));
      }
    }
    notes.add(new FileNote.Begun(totals.accounts().size(), totals.open().size()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(Frames.header(next, nextSalt));
    for (Note note : notes) {
      sequence++;
      bytes.writeBytes(Frames.encode(nextSalt, sequence, 0, note));
    }
    return bytes.toByteArray();
  }

  /** Writes everything, says that it is complete, and closes the file. */
  void close() throws IOException {
    synchronized (io) {
      try {
        write(true);
        seal();
      } finally {
        closed = true;
        Disk.Output open = output;
        output = null;
        if (open != null) {
          open.close();
        }
      }
    }
  }
}
