package dev.tachograph.meter.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableMap;
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
  private final LogMemory memory;

  /** Guards the file and all that follows; taken before the lock of the memory. */
  private final Object io = new Object();

  private @Nullable Segment segment;
  private long number;
  private @Nullable IOException failure;
  private boolean closed;

  /** Up to which note everything is written, and forced where that is asked for. */
  private volatile long done;

  /**
   * @param totals what the file has so far
   */
  Log(Path directory, JournalOptions options, Disk disk, Totals totals) {
    this.directory = directory;
    this.options = options;
    this.disk = disk;
    memory = new LogMemory(totals);
  }

  /** Goes on in a file that was read, if that is possible, or begins the next one. */
  void start(long lastNumber, Replay replay) throws IOException {
    synchronized (io) {
      number = lastNumber;
      memory.goOnAfter(replay.sequence());
      done = replay.sequence();
      if (!replay.sameResources()) {
        begin();
        return;
      }
      segment = Segment.reopen(disk, file(), replay);
      removeOld();
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
    return memory.append(make);
  }

  /** Reads the totals. */
  <T> T read(Function<Totals, T> reader) {
    return memory.read(reader);
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
    Segment open = segment;
    if (open == null || failure != null || !disk.exists(file())) {
      begin();
      return;
    }
    List<LogMemory.Numbered> batch = memory.take();
    try {
      open.write(batch);
      if (force && open.isBehind()) {
        open.force();
      }
    } catch (IOException failed) {
      failure = failed;
      throw failed;
    } catch (RuntimeException | Error failed) {
      failure = new IOException(failed);
      throw failed;
    }
    if (!batch.isEmpty()) {
      done = last(batch);
    }
    if (open.isFull(options.rotationBytes())) {
      rotate();
    }
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
    Segment open = segment;
    if (open != null && failure == null) {
      open.force();
      long last = append(known -> List.of(new FileNote.Closed()));
      open.write(memory.take());
      open.force();
      done = last;
    }
  }

  /** Begins the next file with everything that is known. */
  private void begin() throws IOException {
    long next = number + 1;
    List<LogMemory.Numbered> head = memory.head();
    Segment begun;
    try {
      begun = Segment.make(disk, directory, next, head);
    } catch (IOException failed) {
      failure = failed;
      throw failed;
    }
    Segment before = segment;
    boolean torn = failure != null;
    long old = number;
    segment = begun;
    number = next;
    failure = null;
    done = last(head);
    retire(before, old, torn);
  }

  private static long last(List<LogMemory.Numbered> notes) {
    return notes.get(notes.size() - 1).sequence();
  }

  /** The file before has nothing that the new one lacks; what cannot be removed stays. */
  private void retire(@Nullable Segment before, long old, boolean torn) {
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

  /** Writes everything, says that it is complete, and closes the file. */
  void close() throws IOException {
    synchronized (io) {
      try {
        write(true);
        seal();
      } finally {
        closed = true;
        Segment open = segment;
        segment = null;
        if (open != null) {
          open.close();
        }
      }
    }
  }
}
