package dev.tachograph.agent;

import dev.tachograph.meter.Ledger;
import dev.tachograph.meter.attribution.Attribution;
import org.jspecify.annotations.Nullable;

/** Passes on what a ledger tells to somebody outside who records it. */
interface EvaluationPublisher {
  /** For a JVM in which nobody can record anything. */
  EvaluationPublisher NONE = (ledger, weaving, attribution) -> {};

  /**
   * Publishes what the ledger tells from now on, and what is done to classes.
   *
   * @param attribution what functions cost; {@code null} if that is not known
   */
  void install(Ledger ledger, WeavingStatistics weaving, @Nullable Attribution attribution);

  /**
   * Publishes to the JVM's Flight Recorder if it has one. Never fails: what cannot be recorded is
   * metered all the same.
   */
  static void installFlightRecorder(
      Ledger ledger, WeavingStatistics weaving, @Nullable Attribution attribution, AgentLog log) {
    try {
      flightRecorder().install(ledger, weaving, attribution);
    } catch (Throwable failure) {
      log.warn("evaluations are metered, but Flight Recorder will not show them", failure);
    }
  }

  /** Found by name: its class cannot even be loaded in a JVM without the module. */
  private static EvaluationPublisher flightRecorder() throws ReflectiveOperationException {
    if (ModuleLayer.boot().findModule("jdk.jfr").isEmpty()) {
      return NONE;
    }
    return Class.forName(EvaluationPublisher.class.getPackageName() + ".ToFlightRecorder")
        .asSubclass(EvaluationPublisher.class)
        .getDeclaredConstructor()
        .newInstance();
  }
}
