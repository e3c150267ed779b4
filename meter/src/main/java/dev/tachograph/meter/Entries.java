package dev.tachograph.meter;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The ways into evaluations and out of them: script code that starts on a Context, and hosts that
 * open one on their thread. Thread-safe.
 */
final class Entries {
  private final Object lock;
  private final Set<RunningEvaluation> running;
  private final Accounts accounts;
  private final Register register;
  private final Leases leases;
  private final Limiter limiter;
  private final Nesting nesting = new Nesting();

  @SuppressWarnings("ThreadLocalUsage") // one ledger per JVM; the canary's are short-lived
  private final ThreadLocal<@Nullable RunningEvaluation> bound = new ThreadLocal<>();

  /**
   * @param lock the ledger's
   * @param running the open evaluations
   */
  Entries(
      Object lock,
      Set<RunningEvaluation> running,
      Accounts accounts,
      Register register,
      Leases leases,
      Limiter limiter) {
    this.lock = lock;
    this.running = running;
    this.accounts = accounts;
    this.register = register;
    this.leases = leases;
    this.limiter = limiter;
  }

  /** The evaluation that a host opened on this thread, if there is one. */
  @Nullable RunningEvaluation bound() {
    return bound.get();
  }

  /** See {@link Evaluations#enter} and {@link Evaluations#enterCompile}. */
  RunningEvaluation enter(
      ContextAccess access, Object context, String accountId, String script, boolean compiles) {
    RunningEvaluation evaluation = bound.get();
    if (evaluation == null || evaluation.isAttached()) {
      AccountNode account = evaluation == null ? accounts.ambient(accountId) : evaluation.account;
      evaluation = register.open(account, script, evaluation == null, compiles, null);
      nesting.opened(evaluation);
    } else if (evaluation.script.isEmpty()) {
      evaluation.script = script;
    }
    LimitExceededError error = evaluation.error();
    if (error != null) {
      throw error.again();
    }
    attach(access, context, evaluation);
    return evaluation;
  }

  /** The counts of an evaluation go on in a Context. */
  void attach(ContextAccess access, Object context, RunningEvaluation evaluation) {
    synchronized (lock) {
      evaluation.attach(access, context);
      for (int i = 0; i < Ledger.COUNTERS; i++) {
        evaluation.moveLimit(i, leases.allowance(evaluation, i, evaluation.resting[i], 0));
      }
    }
  }

  /** See {@link Evaluations#exit}. */
  @Nullable LimitExceededError exit(RunningEvaluation evaluation, @Nullable Throwable failure) {
    boolean goesOn = bound.get() == evaluation;
    LimitExceededError late;
    synchronized (lock) {
      late = goesOn ? limiter.stopOverdue(evaluation) : null;
      evaluation.detach();
    }
    if (goesOn) {
      limiter.tellLate(evaluation, late);
    } else if (running.contains(evaluation)) { // a thread may be stopped here, and come again
      try {
        register.close(evaluation, failure);
      } finally {
        nesting.closed(evaluation);
      }
    }
    return evaluation.error();
  }

  /** The inverse of {@link #attach}. */
  void detach(RunningEvaluation evaluation) {
    synchronized (lock) {
      evaluation.detach();
    }
  }

  /** See {@link Evaluations#bind}; the evaluation may have bounds of its own. */
  RunningEvaluation bind(AccountNode account, long @Nullable [] bounds) {
    RunningEvaluation evaluation = register.open(account, "", false, false, bounds);
    evaluation.outer = bound.get();
    bound.set(evaluation);
    nesting.opened(evaluation);
    return evaluation;
  }

  /** See {@link Evaluations#unbind}. */
  EvaluationRecord unbind(RunningEvaluation evaluation, @Nullable Throwable failure) {
    if (bound.get() != evaluation) {
      throw new IllegalStateException("an evaluation is ended on the thread that opened it, once");
    }
    try {
      return register.close(evaluation, failure);
    } finally {
      RunningEvaluation outer = evaluation.outer;
      if (outer == null) {
        bound.remove();
      } else {
        bound.set(outer);
      }
      nesting.closed(evaluation);
    }
  }
}
