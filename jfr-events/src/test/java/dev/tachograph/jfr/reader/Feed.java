package dev.tachograph.jfr.reader;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Feeds readers with what the events of a meter would say, for tests of what reads readers. */
public final class Feed {
  private final RecordReader reader;
  private final long meter;
  private final Map<String, Long> ends = new HashMap<>();

  /** Of a JVM whose meter and process have this number. */
  public Feed(RecordReader reader, long meter) {
    this.reader = reader;
    this.meter = meter;
    reader.accept(
        new Fact.MeterState(meter, Facts.EPOCH, meter, Facts.EPOCH, Facts.EPOCH, 0, List.of()));
  }

  /** An evaluation ended; {@code sum} is what the account iterated with it, in as many of them. */
  public Feed ended(String account, long sequence, long iterations, long sum) {
    reader.accept(Facts.end(meter, sequence, account, "a.js", sequence, sequence, iterations, sum));
    ends.merge(account, sequence, Math::max);
    return this;
  }

  /** An evaluation runs and has iterated so often, so many seconds after the epoch. */
  public Feed running(String account, long id, long iterations, long seconds) {
    Instant at = Facts.EPOCH.plusSeconds(seconds);
    reader.accept(
        new Fact.Running(
            meter,
            at,
            ends.getOrDefault(account, 0L),
            new EvaluationRecord(
                id,
                account,
                "a.js",
                "main",
                at,
                Duration.ZERO,
                null,
                Facts.usage(1, iterations),
                null)));
    return this;
  }

  /** A snapshot of an account. */
  public Feed snapshot(String account, @Nullable String parent, long iterations) {
    reader.accept(
        new Fact.AccountTotals(
            meter,
            Facts.EPOCH,
            account,
            parent,
            1,
            ends.getOrDefault(account, 0L),
            0,
            0,
            null,
            Facts.usage(1, iterations)));
    return this;
  }

  /** A snapshot of an account whose CPU time is not known. */
  public Feed unmeasured(String account) {
    reader.accept(
        new Fact.AccountTotals(
            meter,
            Facts.EPOCH,
            account,
            null,
            1,
            1,
            0,
            0,
            null,
            Usage.of(resource -> resource == Resource.CPU_TIME ? Usage.UNKNOWN : 0)));
    return this;
  }
}
