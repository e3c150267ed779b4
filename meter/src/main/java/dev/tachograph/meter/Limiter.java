package dev.tachograph.meter;

import org.jspecify.annotations.Nullable;

/** Stops evaluations: where a counter asks, and at their end if they should have stopped before. */
final class Limiter {
  /** What a step of native work takes at least, to tell work ahead from the time that is left. */
  private static final long NANOS_PER_STEP = 2;

  private static final int NATIVE_STEPS = Resource.NATIVE_STEPS.ordinal();
  private static final int ALLOCATED_BYTES = Resource.ALLOCATED_BYTES.ordinal();

  private final Object lock;
  private final Leases leases;
  private final Clocks clocks;
  private final Listeners listeners;
  private final Suspensions suspensions;

  /**
   * @param lock the ledger's
   */
  Limiter(Object lock, Leases leases, Clocks clocks, Listeners listeners, Suspensions suspensions) {
    this.lock = lock;
    this.leases = leases;
    this.clocks = clocks;
    this.listeners = listeners;
    this.suspensions = suspensions;
  }

  /**
   * A counter passed its limit.
   *
   * @param requested as in {@link Evaluations#exceeded}
   * @return what to throw, or {@code null} if the limit had room after all and was moved
   */
  @Nullable LimitExceededError exceeded(RunningEvaluation running, int counter, long requested) {
    LimitExceededError earlier = running.error();
    if (earlier != null) {
      return earlier.again();
    }
    if (requested == 0 && counter == ALLOCATED_BYTES) {
      HeapReserve.release();
    }
    LimitExceededError error;
    synchronized (lock) {
      boolean size = Resource.all().get(counter).isChargedBySize();
      long used = size ? running.requested(counter) : running.used(counter);
      long ahead = counter == NATIVE_STEPS ? saturated(requested, NANOS_PER_STEP) : 0;
      Breach breach = overdue(running, ahead);
      if (breach == null && requested <= 0) {
        breach = Breaches.exhausted(running, counter, used, -requested);
      }
      if (breach == null) {
        long allowance = leases.allowance(running, counter, used - requested, requested);
        if (used <= allowance) {
          running.moveLimit(counter, allowance);
          return null;
        }
        running.stopsAt(counter, used - requested);
        boolean fuel = used <= leases.bounded(running, counter, used - requested, requested);
        breach =
            fuel
                ? Breaches.of(
                    running,
                    Fuel.INDEX,
                    running.fuelWith(counter, used),
                    Fuel.of(counter, requested))
                : Breaches.of(running, counter, used, requested);
      }
      error =
          size && requested > 0
              ? running.refuse(breach, counter, requested)
              : running.breach(breach);
    }
    if (requested != 0) {
      tell(running, error);
    } else {
      running.untold = true; // listeners need stack and heap, which the end of the evaluation has
    }
    return error;
  }

  /** Why the evaluation must stop without having counted too much, or {@code null}. */
  private @Nullable Breach overdue(RunningEvaluation running, long aheadNanos) {
    if (running.isCancelled()) {
      return Breaches.cancelled(running, suspensions.of(running.account));
    }
    Breach passed = running.isWatched() ? clocks.breach(running, aheadNanos) : null;
    // A timeout interrupts as well, and is what happened then.
    return passed == null && running.isInterrupted()
        ? Breaches.cancelled(running, suspensions.of(running.account))
        : passed;
  }

  /**
   * Stops what should have stopped, but did not count any more; returns the breach if it is new.
   * With the lock held.
   */
  @Nullable LimitExceededError stopOverdue(RunningEvaluation running) {
    Breach breach = running.error() == null ? overdue(running, 0) : null;
    return breach == null ? null : running.breach(breach);
  }

  /** Tells what was not told where it happened; not with the lock held. */
  void tellLate(RunningEvaluation running, @Nullable LimitExceededError late) {
    boolean untold = running.untold;
    running.untold = false;
    tell(running, untold ? running.error() : late);
  }

  /** Tells the listeners of a breach; not with the lock held. */
  void tell(RunningEvaluation running, @Nullable LimitExceededError error) {
    if (error != null && error.breach().kind() != Breach.Kind.CANCELLED) {
      EvaluationRecord stopped = running.record(null, 0);
      listeners.tell(listener -> listener.exceeded(stopped, error.breach()));
      if (error.breach().isRuntimeSuspect()) {
        listeners.tell(listener -> listener.suspect(stopped, error.breach()));
      }
    }
  }

  private static long saturated(long factor, long by) {
    return factor > Long.MAX_VALUE / by ? Long.MAX_VALUE : factor * by;
  }
}
