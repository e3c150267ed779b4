package dev.tachograph.jfr.reader;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Usage;
import dev.tachograph.meter.attribution.LineCost;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What an event says. Immutable. */
sealed interface Fact {
  /** The meter that it comes from. */
  long meter();

  /** When it was said. */
  Instant at();

  /** An evaluation started. */
  record Started(long meter, Instant at, String account, long sequence) implements Fact {}

  /** An evaluation ended; with the account's totals after it, which are read if they are needed. */
  record Ended(
      long meter,
      Instant at,
      long sequence,
      long scriptSequence,
      EvaluationRecord evaluation,
      Supplier<Usage> accountUsage)
      implements Fact {}

  /** An evaluation exceeded a limit. */
  record Exceeded(
      long meter, Instant at, String account, long sequence, long evaluation, Breach breach)
      implements Fact {}

  /** All that an account was charged with. */
  record AccountTotals(
      long meter,
      Instant at,
      String account,
      @Nullable String parent,
      long starts,
      long ends,
      long breaches,
      long running,
      @Nullable String limits,
      Usage usage)
      implements Fact {}

  /** All that a script used in an account. */
  record ScriptTotals(long meter, Instant at, String account, String script, long ends, Usage usage)
      implements Fact {}

  /** An evaluation runs, and will have a higher number than so many when it ends. */
  record Running(long meter, Instant at, long accountEnds, EvaluationRecord evaluation)
      implements Fact {}

  /** The host changed limits. */
  record Changed(long meter, Instant at, String account, @Nullable String limits) implements Fact {}

  /** All that a line cost by itself on a path of calls. */
  record Spent(long meter, Instant at, LineCost cost) implements Fact {}

  /** The meter as a whole. */
  record MeterState(
      long meter,
      Instant at,
      long pid,
      Instant processStart,
      Instant recordedSince,
      long refusedClasses,
      List<String> rhinoVersions)
      implements Fact {}
}
