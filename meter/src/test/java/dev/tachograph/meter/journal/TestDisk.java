package dev.tachograph.meter.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A disk that fails when it is told to, in the middle of what it writes, and that nobody has to
 * wait for.
 */
final class TestDisk implements Disk {
  final List<String> calls = new ArrayList<>();
  boolean failing;
  boolean failingAtForce;
  private final Disk real = new FileDisk();

  private void check(boolean fail, String call) throws IOException {
    calls.add(call);
    if (fail) {
      throw new IOException("no space left");
    }
  }

  @Override
  public Output open(Path file, long length) throws IOException {
    check(failing, "open");
    Output output = real.open(file, length);
    return new Output() {
      @Override
      public void write(byte[] bytes) throws IOException {
        if (failing) {
          output.write(Arrays.copyOf(bytes, bytes.length / 2));
        }
        check(failing, "write");
        output.write(bytes);
      }

      @Override
      public void force() throws IOException {
        check(failing || failingAtForce, "force");
      }

      @Override
      public void close() throws IOException {
        output.close();
      }
    };
  }

  @Override
  public void publish(Path temporary, Path file) throws IOException {
    Files.move(temporary, file);
  }

  @Override
  public boolean exists(Path file) {
    return real.exists(file);
  }

  @Override
  public void delete(Path file) throws IOException {
    real.delete(file);
  }
}
