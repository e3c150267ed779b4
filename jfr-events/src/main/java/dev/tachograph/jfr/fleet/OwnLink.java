package dev.tachograph.jfr.fleet;

import dev.tachograph.jfr.reader.RecordReader;
import dev.tachograph.jfr.reader.RecordSource;
import dev.tachograph.meter.management.GovernorMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;

/** The JVM that the tracker runs in. */
final class OwnLink extends SourceLink {
  private OwnLink(GovernorMXBean governor, RecordSource source) {
    super(governor, source);
  }

  /**
   * Starts to record.
   *
   * @throws IOException if no agent runs here that counts everything, or nothing can be recorded
   */
  static OwnLink open(RecordReader reader) throws IOException {
    GovernorMXBean governor = Governors.findForLimits(ManagementFactory.getPlatformMBeanServer());
    try {
      return new OwnLink(governor, RecordSource.ofThisJvm(reader));
    } catch (IllegalStateException failure) {
      throw new IOException("Flight Recorder does not start: " + failure.getMessage(), failure);
    }
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
