package dev.tachograph.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Ends a process that has said nothing for too long. For one thread. */
final class Silence implements AutoCloseable {
  private final Duration longest;
  private final Runnable end;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "silence");
            thread.setDaemon(true);
            return thread;
          });
  private volatile boolean broken;

  /**
   * @param end ends the process
   */
  Silence(Duration longest, Runnable end) {
    this.longest = longest;
    this.end = end;
  }

  /** The lines of a process until it ends. */
  List<String> read(InputStream output) throws IOException {
    List<String> lines = new ArrayList<>();
    try (BufferedReader in = new BufferedReader(new InputStreamReader(output, UTF_8))) {
      for (String line = next(in); line != null; line = next(in)) {
        lines.add(line);
      }
    } catch (IOException failure) {
      if (!broken) { // else it was closed with the process
        throw failure;
      }
    }
    return lines;
  }

  private @Nullable String next(BufferedReader in) throws IOException {
    Future<?> late = clock.schedule(this::end, longest.toMillis(), TimeUnit.MILLISECONDS);
    try {
      return in.readLine();
    } finally {
      late.cancel(false);
    }
  }

  private void end() {
    broken = true;
    end.run();
  }

  /** Whether it had to end the process. */
  boolean isBroken() {
    return broken;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
