package dev.tachograph.meter.journal;

import dev.tachograph.meter.Ticker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Keeps everybody else out of a journal, in this process and in others. */
final class LockFile implements AutoCloseable {
  /** Far behind the process id, which others may read on every system. */
  private static final long POSITION = Long.MAX_VALUE - 1;

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /**
   * What this process holds: to open and close such a file again would give the lock away on most
   * systems.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path file;
  private final FileChannel channel;

  private LockFile(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * Waits until nobody else has the journal.
   *
   * @throws JournalInUseException if somebody else has it all the time
   */
  static LockFile acquire(Path directory, Duration timeout, Ticker ticker) throws IOException {
    long start = ticker.nanos();
    Path file = Segments.lock(directory.toRealPath());
    while (true) {
      LockFile lock = attempt(file);
      if (lock != null) {
        return lock;
      }
      boolean over = Duration.ofNanos(ticker.nanos() - start).compareTo(timeout) >= 0;
      if (over || Thread.currentThread().isInterrupted()) {
        throw new JournalInUseException(message(directory, file, timeout));
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static String message(Path directory, Path file, Duration timeout) throws IOException {
    String holder =
        HELD.contains(file)
            ? "this process (pid " + ProcessHandle.current().pid() + ")"
            : "the process with pid " + pid(file);
    String waited = timeout.isZero() ? "" : ", also after " + timeout.toMillis() + " ms";
    return "the journal in %s is in use by %s%s: wait for its end, or use another directory"
        .formatted(directory, holder, waited);
  }

  private static String pid(Path file) throws IOException {
    String text = Files.readString(file, StandardCharsets.UTF_8).strip();
    return text.isEmpty() ? "(unknown)" : text;
  }

  private static @Nullable LockFile attempt(Path file) throws IOException {
    if (!HELD.add(file)) {
      return null;
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock != null) {
        String pid = ProcessHandle.current().pid() + "\n";
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)), 0);
        LockFile held = new LockFile(file, channel);
        channel = null;
        return held;
      }
      HELD.remove(file);
      return null;
    } catch (IOException | RuntimeException failed) {
      HELD.remove(file);
      throw failed;
    } finally {
      if (channel != null) {
        channel.close();
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock(POSITION, 1, false);
    } catch (OverlappingFileLockException otherLoader) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(file);
    }
  }
}
