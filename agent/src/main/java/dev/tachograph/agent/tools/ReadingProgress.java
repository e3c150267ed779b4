package dev.tachograph.agent.tools;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Says every two seconds how many events of a recording were read. */
final class ReadingProgress implements LongConsumer {
  static final long INTERVAL_NANOS = 2_000_000_000L;

  private final Path file;
  private final PrintStream out;
  private final LongSupplier nanos;
  private long said;

  /**
   * @param nanos a clock like {@link System#nanoTime}
   */
  ReadingProgress(Path file, PrintStream out, LongSupplier nanos) {
    this.file = file;
    this.out = out;
    this.nanos = nanos;
    this.said = nanos.getAsLong();
  }

  @Override
  public void accept(long events) {
    long now = nanos.getAsLong();
    if (now - said >= INTERVAL_NANOS) {
      said = now;
      out.println(String.format(Locale.ROOT, "%s: %,d events read ...", file, events));
    }
  }
}
