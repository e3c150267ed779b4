package dev.tachograph.meter;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Throws what another copy of these classes reports as errors of this copy. */
final class OwnErrors {
  private OwnErrors() {}

  /** What a call of the ledger returns; a limit that it throws is thrown as this copy's. */
  static <T> T of(LedgerPort ledger, Callable<T> call) {
    try {
      return call.call();
    } catch (Throwable failure) {
      Map<String, @Nullable Object> breach = ledger.breach(failure);
      if (breach != null) {
        LimitExceededError error = LimitExceededError.of(Breach.ofMap(breach));
        error.setStackTrace(failure.getStackTrace());
        throw error;
      }
      if (failure instanceof RuntimeException exception) {
        throw exception;
      }
      throw failure instanceof Error error ? error : new AssertionError(failure);
    }
  }
}
