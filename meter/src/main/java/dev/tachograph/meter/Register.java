package dev.tachograph.meter;

import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Admits evaluations, and books what they used when they end. Thread-safe. */
final class Register {
  /** The number of everything that is compiled outside of an evaluation. */
  private static final long COMPILATION = 0;

  private static final int EVALUATIONS = Resource.EVALUATIONS.ordinal();

  private final Object lock;
  private final Set<RunningEvaluation> running;
  private final Leases leases;
  private final Clocks clocks;
  private final Watchdog watchdog;
  private final Limiter limiter;
  private final Listeners listeners;
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
      Listeners listeners) {
    this.lock = lock;
    this.running = running;
    this.leases = leases;
    this.clocks = clocks;
    this.watchdog = watchdog;
    this.limiter = limiter;
    this.listeners = listeners;
  }

  /**
   * Opens an evaluation on this thread.
   *
   * @throws LimitExceededError if the account is used up
   */
  RunningEvaluation open(AccountNode account, String script, boolean ambient, boolean compiles) {
    RunningEvaluation evaluation =
        new RunningEvaluation(
            compiles ? COMPILATION : ids.incrementAndGet(), account, script, ambient, compiles);
    LimitExceededError denied = null;
    synchronized (lock) {
      Breach denial = denial(evaluation);
      if (denial == null) {
        if (evaluation.isWatched()) {
          watchdog.watch(evaluation);
        }
        account.spend(EVALUATIONS, compiles ? 0 : 1);
        running.add(evaluation);
      } else {
        denied = evaluation.breach(denial);
      }
    }
    if (denied != null) {
      EvaluationRecord record = evaluation.record(EvaluationRecord.Outcome.DENIED, 0);
      Breach breach = denied.breach();
      listeners.tell(listener -> listener.exceeded(record, breach));
      listeners.tell(listener -> listener.ended(record));
      throw denied;
    }
    if (!compiles) {
      listeners.tell(listener -> listener.started(evaluation.record(null, 0)));
    }
    return evaluation;
  }

  /** Why an evaluation may not start, or {@code null}. With the lock held. */
  private @Nullable Breach denial(RunningEvaluation evaluation) {
    AccountNode account = evaluation.account;
    AccountNode spent = evaluation.compiles ? null : account.exhausted(EVALUATIONS);
    if (spent != null) {
      return Breaches.denial(evaluation, spent, EVALUATIONS, 1);
    }
    for (int i = 0; i < Resource.all().size(); i++) {
      spent = i == EVALUATIONS ? null : account.overspent(i);
      if (spent != null) {
        return Breaches.denial(evaluation, spent, i, 0);
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
      running.remove(evaluation); // whatever stopped this thread meanwhile
    }
  }

  private EvaluationRecord book(RunningEvaluation evaluation, @Nullable Throwable failure) {
    LimitExceededError late;
    synchronized (lock) {
      evaluation.end();
      late = limiter.stopOverdue(evaluation);
      for (int i = 0; i <= Fuel.INDEX; i++) {
        leases.settle(evaluation, i, evaluation.used(i));
      }
      for (Resource resource : Resource.measured()) {
        evaluation.account.spendMeasured(resource, evaluation.seen(resource));
      }
      long fuel = evaluation.used(Fuel.INDEX) - evaluation.allowed(Fuel.INDEX);
      evaluation.account.forgive(Fuel.INDEX, fuel);
      LimitExceededError error = evaluation.error();
      if (error != null && error.breach().scope() == Breach.Scope.TOTAL) {
        Resource resource = error.breach().resource();
        evaluation.account.overdraw(resource);
        if (!resource.isChargedBySize() && !resource.isMeasured()) {
          evaluation.account.forgive(resource.ordinal(), 1);
        }
      }
      running.remove(evaluation);
    }
    limiter.refill();
    limiter.tellLate(evaluation, late);
    EvaluationRecord.Outcome outcome = outcome(evaluation, failure);
    EvaluationRecord record = evaluation.record(outcome, System.nanoTime() - evaluation.startNanos);
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
