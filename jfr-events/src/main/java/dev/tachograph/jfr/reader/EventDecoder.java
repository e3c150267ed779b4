package dev.tachograph.jfr.reader;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import dev.tachograph.meter.attribution.CallPath;
import dev.tachograph.meter.attribution.Cost;
import dev.tachograph.meter.attribution.LineCost;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import org.jspecify.annotations.Nullable;

/** Reads what events say. Some of it is read later: streams must not use events again. */
final class EventDecoder {
  /** The event that says what lines of functions cost. */
  static final String FUNCTION = "tachograph.FunctionUsage";

  /** What runs. */
  static final String SAMPLE = "tachograph.LiveSample";

  /** The names of all other events that are read. */
  static final List<String> NAMES =
      List.of(
          "tachograph.EvaluationStart",
          "tachograph.EvaluationEnd",
          "tachograph.LimitExceeded",
          "tachograph.LimitChange",
          SAMPLE,
          "tachograph.AccountSnapshot",
          "tachograph.ScriptSnapshot",
          "tachograph.MeterSnapshot");

  private EventDecoder() {}

  /** What it says, or {@code null} if it is another event. */
  static @Nullable Fact decode(RecordedEvent event) {
    String name = event.getEventType().getName();
    if (!NAMES.contains(name) && !FUNCTION.equals(name)) {
      return null;
    }
    long meter = event.getLong("meterId");
    Instant at = event.getEndTime();
    return switch (name) {
      case "tachograph.EvaluationStart" ->
          new Fact.Started(meter, at, text(event, "account"), event.getLong("sequence"));
      case "tachograph.EvaluationEnd" -> ended(event, meter, at);
      case "tachograph.LimitExceeded" ->
          new Fact.Exceeded(
              meter,
              at,
              text(event, "account"),
              event.getLong("sequence"),
              event.getLong("evaluationId"),
              breach(event));
      case "tachograph.LimitChange" ->
          new Fact.Changed(meter, at, text(event, "account"), event.getString("limits"));
      case SAMPLE -> new Fact.Running(meter, at, event.getLong("accountEnds"), running(event, at));
      case "tachograph.AccountSnapshot" -> account(event, meter, at);
      case "tachograph.ScriptSnapshot" ->
          new Fact.ScriptTotals(
              meter,
              at,
              text(event, "account"),
              text(event, "script"),
              event.getLong("ends"),
              usage(event));
      case FUNCTION -> new Fact.Spent(meter, at, cost(event));
      default -> meter(event, meter, at);
    };
  }

  private static Fact ended(RecordedEvent event, long meter, Instant at) {
    RecordedThread thread = event.getThread();
    String threadName = thread == null ? null : thread.getJavaName();
    EvaluationRecord evaluation =
        record(
            event,
            threadName == null ? "" : threadName,
            Duration.ofNanos(Math.max(0, event.getLong("wallTime"))),
            outcome(event.getString("outcome")));
    return new Fact.Ended(
        meter,
        at,
        event.getLong("sequence"),
        event.getLong("scriptSequence"),
        evaluation,
        () -> Usage.of(resource -> count(event, accountField(resource))));
  }

  private static EvaluationRecord running(RecordedEvent event, Instant at) {
    Duration open = Duration.between(event.getInstant("opened"), at);
    return record(
        event, text(event, "scriptThread"), open.isNegative() ? Duration.ZERO : open, null);
  }

  private static EvaluationRecord record(
      RecordedEvent event,
      String thread,
      Duration duration,
      EvaluationRecord.@Nullable Outcome outcome) {
    return new EvaluationRecord(
        event.getLong("evaluationId"),
        text(event, "account"),
        text(event, "script"),
        thread,
        event.getInstant("opened"),
        duration,
        outcome,
        usage(event),
        null);
  }

  private static Fact account(RecordedEvent event, long meter, Instant at) {
    return new Fact.AccountTotals(
        meter,
        at,
        text(event, "account"),
        event.getString("parent"),
        event.getLong("starts"),
        event.getLong("ends"),
        event.getLong("breaches"),
        event.getLong("running"),
        event.getString("limits"),
        usage(event));
  }

  private static LineCost cost(RecordedEvent event) {
    return new LineCost(
        text(event, "account"),
        event.getInt("stripe"),
        CallPath.parse(text(event, "callPath")),
        event.getInt("line"),
        new Cost(
            event.getLong("iterations"),
            event.getLong("functionCalls"),
            event.getLong("allocatedBytes"),
            event.getLong("nativeSteps"),
            event.getLong("cpuTime")));
  }

  private static Fact meter(RecordedEvent event, long meter, Instant at) {
    String versions = event.getString("rhinoVersions");
    return new Fact.MeterState(
        meter,
        at,
        event.getLong("pid"),
        event.getInstant("processStart"),
        event.getInstant("recordedSince"),
        event.getLong("refusedClasses"),
        versions == null ? List.of() : List.of(versions.split(",")));
  }

  private static Breach breach(RecordedEvent event) {
    String source = event.getString("source");
    return new Breach(
        kind(event.getString("kind")),
        Resource.ofKey(text(event, "resource")).orElseThrow(),
        "total".equals(event.getString("scope")) ? Breach.Scope.TOTAL : Breach.Scope.EVALUATION,
        event.getLong("limit"),
        event.getLong("used"),
        event.getLong("requested"),
        text(event, "limitAccount"),
        text(event, "script"),
        source == null
            ? null
            : new Breach.Position(source, event.getString("function"), event.getInt("line")));
  }

  private static Breach.Kind kind(@Nullable String key) {
    for (Breach.Kind kind : Breach.Kind.values()) {
      if (kind.key().equals(key)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("a breach of another version: " + key);
  }

  private static EvaluationRecord.Outcome outcome(@Nullable String key) {
    for (EvaluationRecord.Outcome outcome : EvaluationRecord.Outcome.values()) {
      if (outcome.key().equals(key)) {
        return outcome;
      }
    }
    throw new IllegalArgumentException("an outcome of another version: " + key);
  }

  private static Usage usage(RecordedEvent event) {
    return Usage.of(resource -> count(event, resource.key()));
  }

  private static String accountField(Resource resource) {
    String key = resource.key();
    return "account" + Character.toUpperCase(key.charAt(0)) + key.substring(1);
  }

  /** Times that are not known are the lowest number of all, other counts -1. */
  private static long count(RecordedEvent event, String field) {
    long count = event.getLong(field);
    return count < 0 ? Usage.UNKNOWN : count;
  }

  private static String text(RecordedEvent event, String field) {
    return Objects.requireNonNullElse(event.getString(field), "");
  }
}
