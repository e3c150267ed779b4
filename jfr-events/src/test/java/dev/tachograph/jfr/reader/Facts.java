package dev.tachograph.jfr.reader;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Facts as events say them. */
final class Facts {
  static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private Facts() {}

  /** Evaluations 1 to n that iterate as often as their number says, on two accounts. */
  static List<Fact> facts(long meter, int n) {
    List<Fact> facts = new ArrayList<>();
    long[] ends = new long[2];
    long[] sums = new long[2];
    long[][] scriptEnds = new long[2][3];
    for (int i = 1; i <= n; i++) {
      int account = i % 2;
      int script = i % 3;
      sums[account] += i;
      facts.add(
          end(
              meter,
              i,
              account == 0 ? "even" : "odd",
              script + ".js",
              ++ends[account],
              ++scriptEnds[account][script],
              i,
              sums[account]));
    }
    return facts;
  }

  static Fact end(
      long meter,
      long id,
      String account,
      String script,
      long sequence,
      long scriptSequence,
      long iterations,
      long accountIterations) {
    return new Fact.Ended(
        meter,
        EPOCH.plusSeconds(id),
        sequence,
        scriptSequence,
        evaluation(id, account, script, iterations),
        () -> usage(sequence, accountIterations));
  }

  static EvaluationRecord evaluation(long id, String account, String script, long iterations) {
    return new EvaluationRecord(
        id,
        account,
        script,
        "main",
        EPOCH.plusSeconds(id),
        Duration.ofMillis(1),
        EvaluationRecord.Outcome.COMPLETED,
        usage(1, iterations),
        null);
  }

  static Usage usage(long evaluations, long iterations) {
    return Usage.of(
        resource ->
            switch (resource) {
              case EVALUATIONS -> evaluations;
              case ITERATIONS -> iterations;
              default -> 0;
            });
  }

  static long iterations(Usage usage) {
    return usage.get(Resource.ITERATIONS);
  }
}
