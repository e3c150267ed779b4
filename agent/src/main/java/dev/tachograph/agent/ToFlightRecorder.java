package dev.tachograph.agent;

import dev.tachograph.jfr.FlightRecorderPublisher;
import dev.tachograph.jfr.WeavingTotals;
import dev.tachograph.meter.Ledger;
import dev.tachograph.meter.attribution.Attribution;
import org.jspecify.annotations.Nullable;

/** The one class of the agent that needs the module {@code jdk.jfr} in a metered JVM. */
final class ToFlightRecorder implements EvaluationPublisher {
  @Override
  @SuppressWarnings("resource") // publishes for as long as the JVM lives
  public void install(Ledger ledger, WeavingStatistics weaving, @Nullable Attribution attribution) {
    FlightRecorderPublisher publisher =
        FlightRecorderPublisher.install(
            ledger,
            () ->
                new WeavingTotals(
                    weaving.scriptClasses(),
                    weaving.runtimeClasses(),
                    weaving.refusedClasses(),
                    weaving.versionsInWords()),
            attribution);
    weaving.listen(
        new WeavingListener() {
          @Override
          public void woven(String className, @Nullable String script, int size, int wovenSize) {
            publisher.woven(className, script, size, wovenSize);
          }

          @Override
          public void refused(String className, @Nullable String script, String reason) {
            publisher.refused(className, script, reason);
          }

          @Override
          public void proof(String rhino, String mode, @Nullable String failure) {
            publisher.proof(rhino, mode, failure);
          }
        });
  }
}
