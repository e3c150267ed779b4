package dev.tachograph.meter;

import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Admits evaluations, and books what they used when they end. Thread-safe. */
final class Register {
  /** The number of everything that is compiled outside of an evaluation. */
  private static final long COMPILATION = 0;

  /** Listeners that take longer to admit an evaluation do so at no expense of it. */
  private static final long NOTICEABLE_NANOS = 10_000;

  private static final int EVALUATIONS = Resource.EVALUATIONS.ordinal();
  private static final int CONCURRENT = Resource.CONCURRENT_OPERATIONS.ordinal();

  private final Object lock;
  private final Set<RunningEvaluation> running;
  private final Leases leases;
  private final Clocks clocks;
  private final Watchdog watchdog;
  private final Limiter limiter;
  private final Listeners listeners;
  private final Suspensions suspensions;
  private final Ticker ticker;
  private final AtomicLong ids = new AtomicLong();

  /**
   * @param lock the ledger's
   * @param running the open evaluations
   */
  Register(
      Object lock,
      Set<RunningEvaluation> running,
      Leases leases,
      Clocks clocks,
      Watchdog watchdog,
      Limiter limiter,
      Listeners listeners,
      Suspensions suspensions,
      Ticker ticker) {
    this.lock = lock;
    this.running = running;
    this.leases = leases;
    this.clocks = clocks;
    this.watchdog = watchdog;
    this.limiter = limiter;
    this.listeners = listeners;
    this.suspensions = suspensions;
    this.ticker = ticker;
  }

  /**
   * Opens an evaluation on this thread.
   *
   * @param bounds of its own, beside the account's limits; {@code null} for none
   * @throws LimitExceededError if the account is used up
   * @throws IllegalStateException if the account is closed
   */
  RunningEvaluation open(
      AccountNode account,
      String script,
      boolean ambient,
      boolean compiles,
      long @Nullable [] bounds) {
    if (!compiles) {
      HeapReserve.refill();
    }
    RunningEvaluation evaluation =
        new RunningEvaluation(
            compiles ? COMPILATION : ids.incrementAndGet(),
            account,
            script,
            ambient,
            compiles,
            bounds,
            ticker,
            clocks.start());
    LimitExceededError denied = null;
    EvaluationRecord denial = null;
    synchronized (lock) {
      requireOpen(account);
      Breach breach = denial(evaluation);
      if (breach == null) {
        if (evaluation.isWatched()) {
          watchdog.watch(evaluation);
        }
        if (!compiles) {
          account.spend(EVALUATIONS, 1);
          account.raise(CONCURRENT, 1);
        }
        running.add(evaluation);
      } else {
        denied = evaluation.breach(breach);
        denial = evaluation.record(EvaluationRecord.Outcome.DENIED, 0);
        account.note(denial);
      }
    }
    if (denied != null) {
      EvaluationRecord record = Objects.requireNonNull(denial);
      Breach breach = denied.breach();
      listeners.tell(listener -> listener.exceeded(record, breach));
      listeners.tell(listener -> listener.ended(record));
      throw denied;
    }
    if (compiles || listeners.isEmpty()) {
      return evaluation;
    }
    try {
      announce(evaluation);
      return evaluation;
    } catch (Throwable refusal) {
      close(evaluation, refusal);
      throw refusal;
    }
  }

  /** Asks the listeners, and tells them; the record, which reads the clocks, is made once. */
  private void announce(RunningEvaluation evaluation) {
    EvaluationRecord starting = evaluation.record(null, 0);
    long asked = System.nanoTime();
    evaluation.excused = true;
    listeners.admit(starting);
    evaluation.excused = false;
    if (System.nanoTime() - asked > NOTICEABLE_NANOS) {
      evaluation.excuse(evaluation.stopwatch.opened, evaluation.stopwatch.now());
    }
    listeners.tell(listener -> listener.started(starting));
  }

  /** Accounts may be closed by anybody at any time. With the lock held. */
  static void requireOpen(AccountNode account) {
    if (account.isClosed()) {
      throw new IllegalStateException("account '%s' is closed".formatted(account.id));
    }
  }

  /** Why an evaluation may not start, or {@code null}. With the lock held. */
  private @Nullable Breach denial(RunningEvaluation evaluation) {
    AccountNode account = evaluation.account;
    Suspension suspension = suspensions.of(account);
    if (suspension != null) {
      return Breaches.denial(evaluation, suspension);
    }
    account.refillDue(ticker);
    for (Resource resource : Resource.all()) {
      int i = resource.ordinal();
      boolean one = resource.isOnePerEvaluation();
      AccountNode spent =
          !one ? account.overspent(i) : evaluation.compiles ? null : account.exhausted(i);
      if (spent != null) {
        return Breaches.denial(evaluation, spent, i, one ? 1 : 0);
      }
    }
    return evaluation.isWatched() ? clocks.denial(evaluation) : null;
  }

  /**
   * Ends an evaluation.
   *
   * @param failure what the code in it threw, or {@code null}
   */
  EvaluationRecord close(RunningEvaluation evaluation, @Nullable Throwable failure) {
    try {
      return book(evaluation, failure);
    } finally {
      synchronized (lock) {
        settle(evaluation); // whatever stopped this thread meanwhile
      }
    }
  }

  /** Charges what the evaluation used, once, and lets it go. Plain sums; with the lock held. */
  private void settle(RunningEvaluation evaluation) {
    if (!running.contains(evaluation)) {
      return;
    }
    AccountNode account = evaluation.account;
    account.drip(ticker);
    for (int i = 0; i <= Fuel.INDEX; i++) {
      leases.settle(evaluation, i, evaluation.used(i));
    }
    evaluation.book();
    account.forgive(Fuel.INDEX, evaluation.used(Fuel.INDEX) - evaluation.allowed(Fuel.INDEX));
    LimitExceededError error = evaluation.error();
    if (error != null && error.breach().scope() == Breach.Scope.TOTAL) {
      Resource resource = error.breach().resource();
      account.overdraw(resource);
      if (!resource.isChargedBySize() && !resource.isMeasured() && !resource.isHosts()) {
        account.forgive(resource.ordinal(), 1);
      }
    }
    if (!evaluation.compiles) {
      account.raise(CONCURRENT, -1);
    }
    watchdog.forget(evaluation);
    running.remove(evaluation);
  }

  private EvaluationRecord book(RunningEvaluation evaluation, @Nullable Throwable failure) {
    LimitExceededError late;
    EvaluationRecord record;
    synchronized (lock) {
      evaluation.stopwatch.end();
      late = limiter.stopOverdue(evaluation);
      settle(evaluation);
      long nanos = ticker.nanos() - evaluation.startNanos;
      record = evaluation.record(outcome(evaluation, failure), nanos);
      if (!evaluation.compiles) {
        evaluation.account.note(record);
      }
    }
    limiter.tellLate(evaluation, late);
    if (evaluation.compiles && evaluation.error() == null) {
      listeners.tell(listener -> listener.compiled(record));
    } else {
      listeners.tell(listener -> listener.ended(record));
    }
    return record;
  }

  private static EvaluationRecord.Outcome outcome(
      RunningEvaluation evaluation, @Nullable Throwable failure) {
    LimitExceededError error = evaluation.error();
    if (error != null) {
      return error.breach().kind() == Breach.Kind.CANCELLED
          ? EvaluationRecord.Outcome.CANCELLED
          : EvaluationRecord.Outcome.LIMIT_EXCEEDED;
    }
    return failure != null ? EvaluationRecord.Outcome.FAILED : EvaluationRecord.Outcome.COMPLETED;
  }
}
