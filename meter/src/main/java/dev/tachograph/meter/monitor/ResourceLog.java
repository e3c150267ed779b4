package dev.tachograph.meter.monitor;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Resource;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a monitor sees, in lines of text for those who look for a mistake. Thread-safe. */
final class ResourceLog implements AutoCloseable {
  private final Delivery<String> debug;
  private final Delivery<String> verbose;

  ResourceLog(
      int queueSize,
      @Nullable Consumer<? super String> debugSink,
      @Nullable Consumer<? super String> verboseSink) {
    debug = new Delivery<>("tachograph-monitor-debug", queueSize);
    verbose = new Delivery<>("tachograph-monitor-verbose", queueSize);
    if (debugSink != null) {
      debug.listen(debugSink);
    }
    if (verboseSink != null) {
      verbose.listen(verboseSink);
    }
  }

  /** The limits of a component with debug, and the evaluations that ended with verbose. */
  void write(String component, Component.Look look) {
    if (debug.isListening()) {
      String limits =
          look.readings().stream().map(Reading::toString).collect(Collectors.joining(", "));
      debug.tell(
          "check %s: %d running, %d ended%s"
              .formatted(
                  component,
                  look.running().size(),
                  look.ended().size() + look.missed(),
                  limits.isEmpty() ? "" : "; " + limits));
    }
    if (verbose.isListening()) {
      look.ended().forEach(ended -> verbose.tell(words(component, ended)));
      if (look.missed() > 0) {
        verbose.tell(
            "evaluations %s: %d more ended than its history keeps"
                .formatted(component, look.missed()));
      }
    }
  }

  private static String words(String component, EvaluationRecord ended) {
    EvaluationRecord.Outcome outcome = ended.outcome();
    return "evaluation %s: %d of account %s, script %s, %s after %s: %s"
        .formatted(
            component,
            ended.id(),
            ended.account(),
            ended.script().isEmpty() ? "none" : ended.script(),
            outcome == null ? "running" : outcome.key(),
            Resource.WALL_TIME.words(ended.duration().toNanos()),
            ended.usage());
  }

  long dropped() {
    return debug.dropped() + verbose.dropped();
  }

  @Override
  public void close() {
    debug.close();
    verbose.close();
  }
}
