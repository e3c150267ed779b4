package dev.tachograph.engine.cli;

import dev.tachograph.engine.Sandbox;
import dev.tachograph.engine.SandboxResult;
import dev.tachograph.engine.SandboxSession;
import dev.tachograph.engine.ScriptSource;
import dev.tachograph.meter.EvaluationListener;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.ListenerRegistration;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.history.Grouping;
import dev.tachograph.meter.history.HistoryWords;
import dev.tachograph.meter.history.Recommendation;
import dev.tachograph.meter.history.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What many runs of one script used.
 *
 * @param records of the runs, in order; at least one
 */
record ScriptProfile(List<EvaluationRecord> records) {
  /** What a script decides by itself: the same in every run, unless it looks at time or chance. */
  private static final List<Resource> EXACT = List.of(Resource.ITERATIONS, Resource.FUNCTION_CALLS);

  private static final List<Resource> TIMES = List.of(Resource.CPU_TIME, Resource.WALL_TIME);

  /** A run that did not complete, and so ended the measurement. */
  static final class Stopped extends Exception {
    private static final long serialVersionUID = 1;

    private final transient SandboxResult result;

    private Stopped(SandboxResult result) {
      this.result = result;
    }

    SandboxResult result() {
      return result;
    }
  }

  /**
   * Runs a script.
   *
   * @param progress is told how many runs are done
   * @throws Stopped if a run does not complete
   */
  static ScriptProfile measure(Sandbox sandbox, ScriptSource source, int runs, IntConsumer progress)
      throws Stopped {
    List<EvaluationRecord> records = new ArrayList<>(runs);
    EvaluationListener collector =
        new EvaluationListener() {
          @Override
          public void ended(EvaluationRecord evaluation) {
            if (evaluation.account().equals(sandbox.account())) {
              records.add(evaluation);
            }
          }
        };
    ListenerRegistration listening = sandbox.tracker().listen(collector);
    try {
      for (int run = 1; run <= runs; run++) {
        SandboxResult result = runAnew(sandbox, source);
        if (!(result instanceof SandboxResult.Completed)) {
          throw new Stopped(result);
        }
        progress.accept(run);
      }
    } finally {
      listening.close();
    }
    return new ScriptProfile(List.copyOf(records));
  }

  private static SandboxResult runAnew(Sandbox sandbox, ScriptSource source) {
    try (SandboxSession session = sandbox.session()) {
      return session.execute(source);
    }
  }

  private EvaluationRecord first() {
    return records.get(0);
  }

  /** All but the first, which also parsed the script; of a single run that one. */
  private List<EvaluationRecord> later() {
    return records.size() == 1 ? records : records.subList(1, records.size());
  }

  private boolean isRepeatable() {
    return EXACT.stream()
        .allMatch(
            resource ->
                records.stream().mapToLong(run -> run.usage().get(resource)).distinct().count()
                    == 1);
  }

  /** Limits that every run keeps, with half as much again. */
  private Recommendation recommendation() {
    return recommendation(records);
  }

  private static Recommendation recommendation(List<EvaluationRecord> runs) {
    return Recommendation.of(
            runs, Grouping.SCRIPT, Recommendation.Basis.MAXIMUM, Recommendation.HEAD_ROOM_PERCENT)
        .get(0);
  }

  /** The form for machines. */
  Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("runs", records.size());
    map.put("repeatable", isRepeatable());
    map.put("first", first().usage().toMap());
    map.put("later", recommendation(later()).toMap().get("resources"));
    map.put("recommendation", recommendation().toMap());
    return map;
  }

  /** The form for people. */
  String words(String name) {
    StringBuilder out = new StringBuilder();
    out.append("%s: %d runs, ".formatted(name, records.size()));
    out.append(
        isRepeatable()
            ? "each with the same iterations and calls"
            : "whose counts differ: it looks at the time, at chance, or at what the host says");
    Map<Resource, Spread> later = recommendation(later()).spreads();
    for (Resource time : TIMES) {
      Spread spread = later.get(time);
      if (spread != null) {
        out.append(
            "%n  %-9s first run %s; later runs p50 %s, p99 %s, maximum %s"
                .formatted(
                    time.key(),
                    time.words(first().usage().get(time)),
                    time.words(spread.p50()),
                    time.words(spread.p99()),
                    time.words(spread.maximum())));
      }
    }
    out.append("%n%n".formatted());
    return out.append(HistoryWords.of(List.of(recommendation()))).toString();
  }
}
