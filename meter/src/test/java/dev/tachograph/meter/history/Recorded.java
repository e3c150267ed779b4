package dev.tachograph.meter.history;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.EvaluationRecord.Outcome;
import dev.tachograph.meter.Resource;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Makes records. */
final class Recorded {
  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

  private Recorded() {}

  /**
   * A record of account {@code acme} that starts {@code id} seconds after ten.
   *
   * @param used a resource, its count, and so on; other counts are 0
   */
  static EvaluationRecord of(int id, String script, Outcome outcome, Object... used) {
    Map<String, Object> usage = new LinkedHashMap<>();
    Resource.all().forEach(resource -> usage.put(resource.jsonKey(), 0L));
    for (int i = 0; i < used.length; i += 2) {
      usage.put(((Resource) used[i]).jsonKey(), ((Number) used[i + 1]).longValue());
    }
    if (outcome != Outcome.DENIED) {
      usage.put(Resource.EVALUATIONS.key(), 1L);
    }
    return EvaluationRecord.ofMap(
        Map.of(
            "id",
            (long) id,
            "account",
            "acme",
            "script",
            script,
            "thread",
            "main",
            "start",
            START.plusSeconds(id).toString(),
            "durationNanos",
            5L,
            "outcome",
            outcome.key(),
            "usage",
            usage));
  }

  static EvaluationRecord completed(int id, String script, Object... used) {
    return of(id, script, Outcome.COMPLETED, used);
  }
}
