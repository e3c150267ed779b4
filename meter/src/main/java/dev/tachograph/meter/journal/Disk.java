package dev.tachograph.meter.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** What a journal does with files when it writes; tests have one that fails. */
interface Disk {
  /** A file that is written at its end. Not thread-safe. */
  interface Output extends Closeable {
    /** Writes all of it. */
    void write(byte[] bytes) throws IOException;

    /** Waits until everything is on disk. */
    void force() throws IOException;
  }

  /** Opens a file, makes it if there is none, and cuts it off behind so many bytes. */
  Output open(Path file, long length) throws IOException;

  /** Gives a file its name: it is there as a whole or not at all, also after a loss of power. */
  void publish(Path temporary, Path file) throws IOException;

  /** Whether the file is still where it was. */
  boolean exists(Path file);

  /** Removes a file if it is there. */
  void delete(Path file) throws IOException;
}
