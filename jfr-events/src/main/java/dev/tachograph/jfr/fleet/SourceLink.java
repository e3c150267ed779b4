package dev.tachograph.jfr.fleet;

import dev.tachograph.jfr.reader.RecordSource;
import dev.tachograph.meter.management.GovernorMXBean;
import java.time.Duration;

/** A JVM whose events come from a source. */
abstract class SourceLink implements JvmLink {
  final RecordSource source;

  private final GovernorMXBean governor;

  SourceLink(GovernorMXBean governor, RecordSource source) {
    this.governor = governor;
    this.source = source;
  }

  @Override
  public final GovernorMXBean governor() {
    return governor;
  }

  @Override
  public final boolean isHeard() {
    return source.isHeard();
  }

  @Override
  public final long meter() {
    return source.meter();
  }

  @Override
  public final Duration silence() {
    return source.silence();
  }
}
