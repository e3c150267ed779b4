package dev.tachograph.engine;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.EvaluationListener;
import dev.tachograph.meter.EvaluationRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears whether this JVM is suspect: see {@link SandboxEngine#isSuspect}. Thread-safe. */
final class Suspicion implements EvaluationListener {
  private static final Logger LOG = LoggerFactory.getLogger(SandboxEngine.class);

  private volatile boolean raised;

  @Override
  public void suspect(EvaluationRecord evaluation, Breach breach) {
    raised = true;
    LOG.warn("this JVM is suspect and should be restarted soon: {}", breach.message());
  }

  boolean isRaised() {
    return raised;
  }
}
