package dev.tachograph.jfr.fleet;

import dev.tachograph.jfr.reader.RecordReader;
import dev.tachograph.jfr.reader.RecordSource;
import dev.tachograph.meter.management.GovernorMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The JVM that the tracker runs in. */
final class OwnLink implements JvmLink {
  private final GovernorMXBean governor;
  private final RecordSource source;

  private OwnLink(GovernorMXBean governor, RecordSource source) {
    this.governor = governor;
    this.source = source;
  }

  /**
   * Starts to record.
   *
   * @throws IOException if no agent runs here that counts everything, or nothing can be recorded
   */
  static OwnLink open(RecordReader reader) throws IOException {
    GovernorMXBean governor = Governors.of(ManagementFactory.getPlatformMBeanServer());
    try {
      return new OwnLink(governor, RecordSource.ofThisJvm(reader));
    } catch (IllegalStateException failure) {
      throw new IOException("Flight Recorder does not start: " + failure.getMessage(), failure);
    }
  }

  @Override
  public GovernorMXBean governor() {
    return governor;
  }

  @Override
  public boolean isHeard() {
    return source.isHeard();
  }

  @Override
  public long meter() {
    return source.meter();
  }

  @Override
  public Duration silence() {
    return source.silence();
  }

  @Override
  public CompletableFuture<Void> lost() {
    return source.end().thenAccept(how -> {});
  }

  @Override
  public void close() {
    source.close();
  }
}
