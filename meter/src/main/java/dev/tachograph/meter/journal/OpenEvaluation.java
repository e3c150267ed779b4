package dev.tachograph.meter.journal;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An evaluation that has begun and not ended. Not thread-safe. */
final class OpenEvaluation {
  final long number;
  private final EvaluationRecord begun;
  private String script;
  private Usage used;

  /** What accounts that were reset do not pay; {@code null} is everything. */
  private final Map<String, @Nullable Usage> forgotten = new LinkedHashMap<>();

  OpenEvaluation(long number, EvaluationRecord begun) {
    this.number = number;
    this.begun = begun;
    script = begun.script();
    used = begun.usage();
  }

  String account() {
    return begun.account();
  }

  /** What it had used at its last checkpoint. */
  Usage used() {
    return used;
  }

  void checkpoint(String name, Usage usage) {
    script = name;
    used = usage;
  }

  void forget(String account, @Nullable Usage usage) {
    forgotten.put(account, usage);
  }

  Map<String, @Nullable Usage> forgotten() {
    return forgotten;
  }

  /** What of a usage an account pays. */
  Usage share(String account, Usage usage) {
    if (!forgotten.containsKey(account)) {
      return usage;
    }
    Usage free = forgotten.get(account);
    return free == null ? Usage.none() : Usages.minus(usage, free);
  }

  /** The evaluation as it was last seen. */
  EvaluationRecord record(EvaluationRecord.@Nullable Outcome outcome) {
    long nanos = Math.max(0, used.get(Resource.WALL_TIME));
    return new EvaluationRecord(
        begun.id(),
        begun.account(),
        script,
        begun.thread(),
        begun.start(),
        Duration.ofNanos(nanos),
        outcome,
        used,
        null);
  }
}
