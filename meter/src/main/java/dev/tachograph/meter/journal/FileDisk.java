package dev.tachograph.meter.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * The disk. Interrupts do not matter to it: threads that run scripts are interrupted by timeouts,
 * and a channel would be closed by that.
 */
final class FileDisk implements Disk {
  @Override
  public Output open(Path file, long length) throws IOException {
    RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw");
    try {
      if (open.length() > length) {
        open.setLength(length);
      }
      open.seek(length);
    } catch (IOException failed) {
      open.close();
      throw failed;
    }
    return new Output() {
      @Override
      public void write(byte[] bytes) throws IOException {
        open.write(bytes);
      }

      @Override
      public void force() throws IOException {
        open.getFD().sync();
      }

      @Override
      public void close() throws IOException {
        open.close();
      }
    };
  }

  @Override
  public void publish(Path temporary, Path file) throws IOException {
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    boolean interrupted = false;
    try {
      while (true) {
        interrupted |= Thread.interrupted();
        try {
          forceDirectory(file.toAbsolutePath().resolveSibling(""));
          return;
        } catch (ClosedByInterruptException again) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void forceDirectory(Path directory) throws IOException {
    if (System.getProperty("os.name").startsWith("Windows")) {
      return; // it has no such thing, and does not need it
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public boolean exists(Path file) {
    return Files.exists(file);
  }

  @Override
  public void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
  }
}
