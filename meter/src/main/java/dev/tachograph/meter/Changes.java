package dev.tachograph.meter;

import java.util.Set;
import java.util.function.UnaryOperator;

/** What is changed for evaluations that run. Thread-safe. */
final class Changes {
  private final Object lock;
  private final Set<RunningEvaluation> running;
  private final Leases leases;
  private final Watchdog watchdog;
  private final Listeners listeners;
  private final Ticker ticker;

  /**
   * @param lock the ledger's
   * @param running the open evaluations
   */
  Changes(
      Object lock,
      Set<RunningEvaluation> running,
      Leases leases,
      Watchdog watchdog,
      Listeners listeners,
      Ticker ticker) {
    this.lock = lock;
    this.running = running;
    this.leases = leases;
    this.watchdog = watchdog;
    this.listeners = listeners;
    this.ticker = ticker;
  }

  /** Changes the limits of an account in one step; from now on they are its own. */
  void limits(AccountNode account, UnaryOperator<Limits> change) {
    synchronized (lock) {
      Limits changed = change.apply(account.limits());
      account.setAmbientLimits(false);
      set(account, changed);
    }
    listeners.tell(listener -> listener.changed(account.id));
  }

  /**
   * Changes the limits of an account that has none of its own.
   *
   * @return whether anything changed
   */
  boolean ambientLimits(AccountNode account, Limits limits) {
    synchronized (lock) {
      if (!account.hasAmbientLimits() || account.limits().equals(limits)) {
        return false;
      }
      set(account, limits);
    }
    listeners.tell(listener -> listener.changed(account.id));
    return true;
  }

  /** With the lock held. */
  private void set(AccountNode account, Limits limits) {
    for (RunningEvaluation evaluation : running) {
      if (evaluation.account.isWithin(account)) {
        leases.settleAll(evaluation);
      }
    }
    account.setLimits(limits);
    account.refillDue(ticker);
    watch(account);
  }

  /** Sets whether an interrupt of their thread cancels the evaluations of an account. */
  void interruptCancels(AccountNode account, boolean cancels) {
    synchronized (lock) {
      account.setCancelledByInterrupt(cancels);
      watch(account);
    }
  }

  /** Lets those who run on an account find what has changed for them. With the lock held. */
  private void watch(AccountNode account) {
    watchdog.changed(account);
    for (RunningEvaluation evaluation : running) {
      if (evaluation.account.isWithin(account)) {
        evaluation.shut();
        if (evaluation.isWatched()) {
          watchdog.watch(evaluation);
        } else {
          watchdog.forget(evaluation);
        }
      }
    }
  }

  /** See {@link Ledger#cancel}. */
  int cancel(String accountId) {
    int cancelled = 0;
    synchronized (lock) {
      for (RunningEvaluation evaluation : running) {
        if (evaluation.account.isWithin(accountId)
            && evaluation.error() == null
            && !evaluation.isCancelled()) {
          evaluation.cancel();
          cancelled++;
        }
      }
    }
    return cancelled;
  }
}
