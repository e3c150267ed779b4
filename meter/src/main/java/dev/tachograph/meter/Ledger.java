package dev.tachograph.meter;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The books of one JVM: its accounts and its open evaluations.
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
  private final Entries entries;
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
    entries = new Entries(lock, running, accounts, register, leases, limiter);
    changes = new Changes(lock, running, leases, watchdog, listeners, ticker);
    books =
        new Books(
            lock, accounts, running, entries::bound, leases, watchdog, limiter, listeners, ticker);
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
   * MeteringUnavailableException}.
   *
   * @param counted what is counted, for messages
   */
  public void countOnly(String counted) {
    partial.set(counted);
  }

  /** Sets the limits of every account that script code opens without the API; see below. */
  public void setAmbientLimits(Limits limits) {
    int unused = setAmbientLimits(id -> limits);
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

  /**
   * Does work of the agent's own on whatever thread it is asked for: the evaluations that are open
   * there are not charged with its time and its bytes.
   */
  public <T> T atNoExpense(Supplier<T> work) {
    if (running.isEmpty()) {
      return work.get();
    }
    Thread thread = Thread.currentThread();
    List<RunningEvaluation> here =
        running.stream()
            .filter(evaluation -> evaluation.thread == thread && !evaluation.excused)
            .toList();
    if (here.isEmpty()) {
      return work.get();
    }
    Stopwatch clock = here.get(0).stopwatch;
    Measures from = clock.now();
    here.forEach(evaluation -> evaluation.excused = true); // within this, nothing is excused twice
    try {
      return work.get();
    } finally {
      Measures to = clock.now();
      here.forEach(evaluation -> evaluation.excuse(from, to));
    }
  }

  /** The evaluations that are open now, with what they used so far. */
  public Collection<EvaluationRecord> running() {
    return records(running.stream());
  }

  /** Those of an account and of the accounts below it. */
  Collection<EvaluationRecord> running(AccountNode account) {
    return records(running.stream().filter(evaluation -> evaluation.account.isWithin(account)));
  }

  private Collection<EvaluationRecord> records(Stream<RunningEvaluation> evaluations) {
    return evaluations
        .map(evaluation -> evaluation.record(null, ticker.nanos() - evaluation.startNanos))
        .collect(Collectors.toList());
  }

  /** The account of the evaluation that the API opened on this thread, if there is one. */
  public @Nullable String boundAccount() {
    RunningEvaluation evaluation = entries.bound();
    return evaluation == null ? null : evaluation.account.id;
  }

  /**
   * Script code is about to start on a Context that has no evaluation.
   *
   * @param accountId who pays, unless the API opened an evaluation on this thread
   * @return the evaluation that the Context joins; pass it to {@link #exceeded} and {@link #exit}
   * @throws LimitExceededError if the account is used up
   */
  public Object enter(ContextAccess access, Object context, String accountId, String script) {
    return entries.enter(access, context, accountId, script, false);
  }

  /**
   * Source is about to be compiled on a Context that has no evaluation. What that takes is charged
   * like an evaluation's, but it is none by the count.
   *
   * @return as {@link #enter}
   * @throws LimitExceededError if the account is used up
   */
  public Object enterCompile(
      ContextAccess access, Object context, String accountId, String script) {
    return entries.enter(access, context, accountId, script, true);
  }

  /**
   * A counter passed its limit.
   *
   * @param requested the size of the charge, of peaks what it adds; 1 of a single count; 0 when the
   *     JVM has just failed for want of it; below 0, as an amount, when no JVM could give so much
   * @return what to throw, or {@code null} if the limit had room after all and was moved
   */
  public @Nullable LimitExceededError exceeded(Object evaluation, int counter, long requested) {
    return limiter.exceeded((RunningEvaluation) evaluation, counter, requested);
  }

  /**
   * The outermost script code on a Context ended.
   *
   * @param failure what it threw, or {@code null}
   * @return the limit that the evaluation exceeded, even where somebody swallowed it: the host must
   *     see that; {@code null} if it exceeded none
   */
  public @Nullable LimitExceededError exit(Object evaluation, @Nullable Throwable failure) {
    return entries.exit((RunningEvaluation) evaluation, failure);
  }

  /**
   * Whether no API call opened the evaluation, so that the host expects only Rhino's exceptions.
   */
  public boolean isAmbient(Object evaluation) {
    return ((RunningEvaluation) evaluation).ambient;
  }

  /** The evaluation leaves its Context for a while, for another one to run there. */
  public void suspend(Object evaluation) {
    entries.detach((RunningEvaluation) evaluation);
  }

  /** The evaluation returns to its Context. */
  public void resume(ContextAccess access, Object context, Object evaluation) {
    entries.attach(access, context, (RunningEvaluation) evaluation);
  }

  /** The name of the outermost script of an evaluation, open or ended. */
  public String scriptOf(Object evaluation) {
    return ((RunningEvaluation) evaluation).script;
  }

  /** The number of an evaluation, as its records have it. */
  public long idOf(Object evaluation) {
    return ((RunningEvaluation) evaluation).id;
  }

  /** The first counters of an evaluation, in the order of {@link Resource#all}. */
  public long[] counts(Object evaluation, int counters) {
    long[] counts = new long[counters];
    for (int i = 0; i < counters; i++) {
      counts[i] = ((RunningEvaluation) evaluation).used(i);
    }
    return counts;
  }

  /** The account of an evaluation, open or ended. */
  public String accountOf(Object evaluation) {
    return ((RunningEvaluation) evaluation).account.id;
  }

  /**
   * Opens an evaluation on this thread: script code that this thread enters joins it until it is
   * unbound.
   *
   * <p>Within another evaluation of this thread it is one of its own: what it uses, its time
   * included, is not the other one's.
   *
   * @return the evaluation, for {@link #unbind}
   * @throws LimitExceededError if the account is used up
   */
  public Object bind(String accountId) {
    return bind(accounts.get(accountId), null);
  }

  /** The same of an account that is known, for so many nanoseconds at most. */
  Object bind(AccountNode account, long @Nullable [] bounds) {
    return entries.bind(account, partial.checked(bounds));
  }

  /**
   * Ends an evaluation that {@link #bind} opened on this thread.
   *
   * @param failure what the code in it threw, or {@code null}
   */
  public EvaluationRecord unbind(Object opened, @Nullable Throwable failure) {
    return entries.unbind((RunningEvaluation) opened, failure);
  }
}
