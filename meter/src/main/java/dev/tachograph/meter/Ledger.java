package dev.tachograph.meter;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The books of one JVM: its accounts, and its open {@link Evaluations}.
 *
 * <p>This is what an agent drives: it opens an evaluation when script code starts, asks when a
 * counter passes its limit, and closes the evaluation when control returns to the host. Programs
 * use {@link Metering} instead. Thread-safe.
 */
public final class Ledger {
  /** How many resources are counted in a Context: the first ones of {@link Resource#all()}. */
  public static final int COUNTERS = 8;

  /** The limit of a counter whose next count has to ask the ledger. */
  public static final long SHUT = -1;

  private final Set<RunningEvaluation> running = ConcurrentHashMap.newKeySet();
  private final Listeners listeners = new Listeners();

  /**
   * A monitor, which the JVM releases also where no stack is left to call {@code unlock}: scripts
   * choose where the stack overflows.
   */
  private final Object lock = new Object();

  private final Ticker ticker;

  private final Watchdog watchdog;
  private final Limiter limiter;
  private final Evaluations evaluations;
  private final Changes changes;
  private final Accounts accounts = new Accounts(running);
  private final Books books;
  private final Suspensions suspensions = new Suspensions();
  private final PartialCounts partial = new PartialCounts();

  /** An empty ledger. */
  public Ledger() {
    this(Ticker.system());
  }

  /**
   * @param idleNanos how long the watchdog's thread waits for something to watch before it ends
   */
  Ledger(long idleNanos) {
    this(idleNanos, Ticker.system(), Timepiece.jvm());
  }

  /**
   * @param ticker tells the time of records and refills
   */
  Ledger(Ticker ticker) {
    this(TimeUnit.SECONDS.toNanos(10), ticker, Timepiece.jvm());
  }

  /**
   * @param time of the threads
   */
  Ledger(long idleNanos, Ticker ticker, Timepiece time) {
    this.ticker = ticker;
    Leases leases = new Leases(running, ticker);
    Clocks clocks = new Clocks(running, time);
    limiter = new Limiter(lock, leases, clocks, listeners, suspensions);
    watchdog = new Watchdog(lock, running, clocks, time, idleNanos);
    Register register =
        new Register(
            lock, running, leases, clocks, watchdog, limiter, listeners, suspensions, ticker);
    Entries entries = new Entries(lock, running, accounts, register, leases, limiter);
    evaluations = new Evaluations(running, accounts, entries, limiter, partial, ticker);
    changes = new Changes(lock, running, leases, watchdog, listeners, ticker);
    books =
        new Books(
            lock, accounts, running, entries::bound, leases, watchdog, limiter, listeners, ticker);
  }

  /** How script code and hosts get into evaluations, and out again. */
  public Evaluations evaluations() {
    return evaluations;
  }

  /** Adds a listener; it hears of what happens from now on. */
  public void addListener(EvaluationListener listener) {
    listeners.add(listener);
  }

  /** Removes a listener. */
  public void removeListener(EvaluationListener listener) {
    listeners.remove(listener);
  }

  /**
   * Only some resources are counted in this JVM: from now on, whoever sets a limit gets a {@link
   * MeteringUnavailableException}; whoever opens an account gets it where a function would give the
   * account a limit.
   *
   * @param counted what is counted, for messages
   */
  public void countOnly(String counted) {
    partial.set(counted);
  }

  /** Sets the limits of every account that script code opens without the API; see below. */
  public void setAmbientLimits(Limits limits) {
    Limits checked = partial.checked(limits);
    int unused = setAmbientLimits(id -> checked);
  }

  /**
   * Sets the limits of every account that script code opens without the API, also of those that are
   * open and of the evaluations that run; an account for which somebody has set other limits keeps
   * them.
   *
   * @param limits by the account's id; asked under a lock, so quick
   * @return how many open accounts have other limits now
   */
  public int setAmbientLimits(Function<String, Limits> limits) {
    int changed = 0;
    Function<String, Limits> checked = limits.andThen(partial::checked);
    for (AccountNode account : accounts.setAmbientLimits(checked)) {
      changed += changes.ambientLimits(account, checked.apply(account.id)) ? 1 : 0;
    }
    return changed;
  }

  /**
   * Sets whether evaluations of the accounts that will be opened are cancelled when their thread is
   * interrupted. The interrupt is not consumed.
   */
  public void setInterruptCancels(boolean cancels) {
    accounts.setInterruptCancels(cancels);
  }

  /** Sets the same for an account that is open already, and for the evaluations that run. */
  public void setInterruptCancels(String accountId, boolean cancels) {
    setInterruptCancels(accounts.get(accountId), cancels);
  }

  /** The same of an account that is known. */
  void setInterruptCancels(AccountNode account, boolean cancels) {
    changes.interruptCancels(account, cancels);
  }

  /** The ids of all accounts, in no order. */
  public Collection<String> accountIds() {
    return accounts.ids();
  }

  /** What an account spent, its running evaluations included; nothing if it is not open. */
  public Usage usage(String accountId) {
    AccountNode account = accounts.find(accountId);
    return account == null ? Usage.none() : usage(account);
  }

  /** The same of an account that is known. */
  Usage usage(AccountNode account) {
    synchronized (lock) {
      return accounts.usage(account);
    }
  }

  /** What trackers ask of accounts. */
  Books books() {
    return books;
  }

  /** An account with its limits and how they stand, or {@code null} if it is not open. */
  public @Nullable AccountStanding standing(String accountId) {
    return books.standing(accountId);
  }

  /** The limits of an account; none if it is not open. */
  public Limits limits(String accountId) {
    AccountNode account = accounts.find(accountId);
    return account == null ? Limits.unlimited() : account.limits();
  }

  /**
   * Sets the limits of an account, also for the evaluations that run: a raised limit lets them go
   * on further, a lowered one stops them at their next count.
   */
  public void setLimits(String accountId, Limits limits) {
    setLimits(accounts.get(accountId), limits);
  }

  /** The same of an account that is known. */
  void setLimits(AccountNode account, Limits limits) {
    changeLimits(account, before -> limits);
  }

  /** Changes the limits of an account in one step. */
  void changeLimits(AccountNode account, UnaryOperator<Limits> change) {
    changes.limits(account, before -> partial.checked(change.apply(before)));
  }

  /**
   * Stops the evaluations of an account that run now, each at its next count or else at its end.
   *
   * @return how many are stopped that were not stopped before
   */
  public int cancel(String accountId) {
    return changes.cancel(accountId);
  }

  /**
   * Keeps an account and those below it from evaluating until it is {@linkplain #resumeAccount
   * resumed}: what runs is cancelled, what comes is denied. The account need not be open. The
   * limits stay as they are; somebody who suspends it again changes the reason.
   *
   * @param by who wants it: each has to lift its own suspension
   * @param reason for people
   * @return how many evaluations are stopped that were not stopped before
   * @throws IllegalArgumentException if the account or {@code by} is empty
   */
  public int suspendAccount(String accountId, String by, String reason) {
    Suspension suspension = new Suspension(accountId, by, reason, ticker.now());
    synchronized (lock) {
      suspensions.add(suspension);
      return changes.cancel(accountId);
    }
  }

  /**
   * Lifts what {@link #suspendAccount} of the same party began; returns whether there was anything.
   */
  public boolean resumeAccount(String accountId, String by) {
    synchronized (lock) {
      return suspensions.remove(accountId, by);
    }
  }

  /** All suspensions that are in force, by account; a copy. */
  public List<Suspension> suspensions() {
    return suspensions.all();
  }

  /** The watchdog's thread, if it runs now. */
  @Nullable Thread watchdogThread() {
    synchronized (lock) {
      return watchdog.thread();
    }
  }
}
