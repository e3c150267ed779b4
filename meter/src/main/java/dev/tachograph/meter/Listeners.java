package dev.tachograph.meter;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The listeners of a ledger; none of them can break a script. Thread-safe. */
final class Listeners {
  private final CopyOnWriteArrayList<EvaluationListener> listeners = new CopyOnWriteArrayList<>();

  void add(EvaluationListener listener) {
    listeners.add(listener);
  }

  void remove(EvaluationListener listener) {
    listeners.remove(listener);
  }

  boolean isEmpty() {
    return listeners.isEmpty();
  }

  /** Asks whether an evaluation may run. */
  void admit(EvaluationRecord evaluation) {
    for (EvaluationListener listener : listeners) {
      listener.admitting(evaluation);
    }
  }

  void tell(Consumer<EvaluationListener> news) {
    for (EvaluationListener listener : listeners) {
      try {
        news.accept(listener);
      } catch (Throwable failure) {
        report(failure);
      }
    }
  }

  private static void report(Throwable failure) {
    Thread thread = Thread.currentThread();
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
    } catch (Throwable handlers) {
      failure.addSuppressed(handlers); // there is nobody left to tell
    }
  }
}
