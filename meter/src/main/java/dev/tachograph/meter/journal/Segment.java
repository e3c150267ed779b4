package dev.tachograph.meter.journal;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** A file that notes are written into. Not thread-safe. */
final class Segment implements Closeable {
  private final Disk.Output output;
  private final long salt;

  /** How much of it are the totals that it begins with. */
  private final long head;

  private long size;
  private long forced;

  private Segment(Disk.Output output, long salt, long head, long size, long forced) {
    this.output = output;
    this.salt = salt;
    this.head = head;
    this.size = size;
    this.forced = forced;
  }

  /** Opens one that was read, without what is torn at its end. */
  static Segment reopen(Disk disk, Path file, Replay replay) throws IOException {
    Disk.Output output = disk.open(file, replay.length());
    if (replay.dropped() > 0) {
      output.force();
    }
    return new Segment(output, replay.salt(), replay.head(), replay.length(), 0);
  }

  /** Makes one that is there with its whole head, or not at all. */
  static Segment make(Disk disk, Path directory, long number, List<LogMemory.Numbered> head)
      throws IOException {
    long salt = ThreadLocalRandom.current().nextLong();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(Frames.header(number, salt));
    bytes.writeBytes(encode(salt, 0, head));
    int size = bytes.size();
    Path temporary = Segments.temporary(directory, number);
    Disk.Output output = null;
    try {
      output = disk.open(temporary, 0);
      output.write(bytes.toByteArray());
      output.force();
      disk.publish(temporary, Segments.file(directory, number));
    } catch (IOException failed) {
      abandon(disk, output, temporary);
      throw failed;
    }
    return new Segment(output, salt, size, size, size);
  }

  private static void abandon(Disk disk, Disk.@Nullable Output output, Path temporary) {
    try {
      if (output != null) {
        output.close();
      }
      disk.delete(temporary);
    } catch (IOException alsoFailed) {
      // The next start removes it.
    }
  }

  void write(List<LogMemory.Numbered> notes) throws IOException {
    byte[] bytes = encode(salt, forced, notes);
    if (bytes.length > 0) {
      output.write(bytes);
      size += bytes.length;
    }
  }

  private static byte[] encode(long salt, long durable, List<LogMemory.Numbered> notes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (LogMemory.Numbered one : notes) {
      bytes.writeBytes(Frames.encode(salt, one.sequence(), durable, one.note()));
    }
    return bytes.toByteArray();
  }

  /** Waits until all that was written is on disk. */
  void force() throws IOException {
    output.force();
    forced = size;
  }

  /** Whether something is not known to be on disk. */
  boolean isBehind() {
    return forced < size;
  }

  /** Whether so much was written behind the head, and as much as the head is long. */
  boolean isFull(long bytes) {
    return size - head >= Math.max(bytes, head);
  }

  @Override
  public void close() throws IOException {
    output.close();
  }
}
