package dev.tachograph.engine.metrics;

import dev.tachograph.meter.EvaluationListener;
import dev.tachograph.meter.ListenerRegistration;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.ResourceTracker;
import java.util.Optional;

/** Where accounts are kept. */
interface Ledgers {
  /** An account if it is open. */
  Optional<ResourceTracker> find(String account);

  /** Hears of all accounts. */
  ListenerRegistration listen(EvaluationListener listener);

  /** The ledger of this JVM, where scripts are counted. */
  static Ledgers ofThisJvm() {
    return new Ledgers() {
      @Override
      public Optional<ResourceTracker> find(String account) {
        return Metering.find(account);
      }

      @Override
      public ListenerRegistration listen(EvaluationListener listener) {
        return Metering.listen(listener);
      }
    };
  }

  /** The ledger that has this account. */
  static Ledgers of(ResourceTracker tracker) {
    return new Ledgers() {
      @Override
      public Optional<ResourceTracker> find(String account) {
        return tracker.find(account);
      }

      @Override
      public ListenerRegistration listen(EvaluationListener listener) {
        return tracker.listen(listener);
      }
    };
  }
}
