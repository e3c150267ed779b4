package dev.tachograph.meter;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of one account: who pays for evaluations (a tenant, a plug-in, a script), what was
 * used, and how much may be.
 *
 * <p>Accounts form a tree: what a child uses is charged to its parents too, and the tightest limit
 * on the path wins. Two trackers of the same account in the same ledger are the same, whoever
 * opened them. {@link Metering} opens accounts in the ledger of the JVM, where the Tachograph agent
 * counts what scripts do; {@link #standalone} opens one in a ledger of its own, which needs no
 * agent and counts what the host charges and how long it takes.
 *
 * <p>A limit is exceeded by the evaluation that asks for more than it allows; once a cumulative one
 * is used up, later evaluations are not admitted, until it is raised, refilled or the account is
 * reset. Thread-safe; any number of threads may evaluate on one account, and never overspend it
 * together.
 */
public final class ResourceTracker extends AccountReadings implements AutoCloseable {
  /** How many records of evaluations an account keeps unless something else is said. */
  public static final int HISTORY_SIZE = 100;

  private final @Nullable ResourceTracker parent;

  ResourceTracker(String account, @Nullable ResourceTracker parent, LedgerPort ledger) {
    super(account, ledger);
    this.parent = parent;
  }

  /** Opens an account, or finds the one that is open. */
  static ResourceTracker open(String account, @Nullable ResourceTracker parent, LedgerPort ledger) {
    ResourceTracker tracker = new ResourceTracker(account, parent, ledger);
    ledger.open(account, parent == null ? null : parent.account);
    return tracker;
  }

  /** Opens an account in a ledger of its own, in which no script is counted. */
  public static ResourceTracker standalone(String account, Limits limits) {
    return standalone(account, limits, Ticker.system());
  }

  /** The same with other clocks for records and refills. */
  public static ResourceTracker standalone(String account, Limits limits, Ticker ticker) {
    ResourceTracker tracker = open(account, null, new LocalPort(new Ledger(ticker)));
    tracker.setLimits(limits);
    return tracker;
  }

  /** The account that pays with this one, if it was opened by {@link #child}. */
  public Optional<ResourceTracker> parent() {
    return Optional.ofNullable(parent);
  }

  /**
   * Opens an account below this one, or returns the one that is open. Its name is this one's, a
   * slash, and {@code name}.
   *
   * @throws IllegalArgumentException if the name is empty, or taken by an account elsewhere
   * @throws IllegalStateException if this account is closed
   */
  public ResourceTracker child(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("an account needs a name");
    }
    return open(account + "/" + name, this, ledger);
  }

  /**
   * Another account of the same ledger, wherever it is in the tree, if it is open. It may be closed
   * at any time.
   */
  public Optional<ResourceTracker> find(String name) {
    return Metering.find(name, ledger);
  }

  /** The open accounts directly below this one, in the order of their names. */
  public List<ResourceTracker> children() {
    return ledger.children(account).stream()
        .map(child -> new ResourceTracker(child, this, ledger))
        .toList();
  }

  /**
   * Closes the account and those below it: they admit nothing any more, and their memory is free.
   * Their parents keep what was used. Evaluations that run go on to their ends. Later calls of
   * anything but this throw an {@link IllegalStateException}, until the account is opened again.
   */
  @Override
  public void close() {
    ledger.close(account);
  }

  /**
   * Sets the limits, for future evaluations and for those that run: a raised limit lets a blocked
   * account go on, a lowered one stops a running evaluation at its next count.
   *
   * @throws MeteringUnavailableException if these bound anything, and the agent of this JVM counts
   *     only some resources; so does everything else that sets a limit
   */
  public void setLimits(Limits limits) {
    ledger.limit(account, limits.toString());
  }

  /**
   * Bounds the account's total, and leaves the other limits as they are; works like {@link
   * #setLimits}. It need not fit the limit per evaluation: the smaller one wins.
   *
   * @param limit 0 or more; {@link Long#MAX_VALUE} is unlimited
   * @throws IllegalArgumentException if the limit is negative, or the resource has no total
   */
  public void setLimit(Resource resource, long limit) {
    ledger.limit(account, Limits.TOTAL_PREFIX + resource.jsonKey(), limit);
  }

  /**
   * Bounds each evaluation, those that run too, and leaves the other limits as they are; see {@link
   * #setLimit}.
   *
   * @param limit 0 or more; {@link Long#MAX_VALUE} is unlimited
   * @throws IllegalArgumentException if the limit is negative, or evaluations have no such limit
   */
  public void setLimitPerEvaluation(Resource resource, long limit) {
    ledger.limit(account, Limits.PER_EVALUATION_PREFIX + resource.jsonKey(), limit);
  }

  /**
   * Keeps so many records from now on, {@value #HISTORY_SIZE} unless it is said; 0 keeps none.
   *
   * @throws IllegalArgumentException if the size is negative
   */
  public void setHistorySize(int size) {
    if (size < 0) {
      throw new IllegalArgumentException("a history of " + size + ": it is 0 or more");
    }
    ledger.historySize(account, size);
  }

  /**
   * Starts from nothing: usage, history and statistics of this account, not of its parents or
   * children. Limits stay, and what is held is still held; running evaluations go on and are
   * counted from here.
   */
  public void reset() {
    ledger.reset(account);
  }

  /**
   * Gives a part of the budget back, at most all that was spent; usage stays as it is.
   *
   * @param amount 0 or more, {@link Long#MAX_VALUE} for everything
   * @throws IllegalArgumentException if the amount is negative or the resource no sum
   */
  public void refill(Resource resource, long amount) {
    ledger.refill(account, resource.key(), amount);
  }

  /**
   * Goes on where another process, or an earlier one, stopped, as a journal knows it: adds what was
   * used there, without looking at limits, and puts the records before those that are here. Time
   * that passed in between refills the limits. Parents are not charged: they have totals of their
   * own to restore.
   *
   * @throws IllegalArgumentException if the allowance is none of this version or an earlier one
   */
  public void restore(Carryover earlier) {
    ledger.restore(account, earlier.usage().toArray());
    ledger.restoreStatistics(
        account,
        earlier.statistics().toMap(),
        earlier.history().stream().map(EvaluationRecord::toMap).toList());
    ledger.restoreAllowance(account, earlier.allowance().text());
  }

  /**
   * Charges the account for something that the host counts. Within an evaluation of this account on
   * this thread, the resources that only hosts count are the evaluation's, with its limits, and so
   * is {@link Resource#FUEL}; one that was cancelled, or has passed a limit unnoticed, stops here,
   * so that a charge of 0 of what only hosts count asks whether it may go on.
   *
   * @param amount 0 or more
   * @throws LimitExceededError if that would exceed a limit: nothing is charged then, and an
   *     evaluation that was charged is stopped
   * @throws IllegalArgumentException if the amount is negative, the resource is a time, a level, or
   *     counted by the meter alone, or it is fuel and there is no evaluation
   */
  public void charge(Resource resource, long amount) {
    OwnErrors.of(
        ledger,
        () -> {
          ledger.charge(account, resource.key(), amount);
          return true;
        });
  }

  /**
   * Takes so much of a resource that rises and falls, until the guard is closed.
   *
   * @throws LimitExceededError if that would exceed a limit: nothing is taken then
   * @throws IllegalArgumentException if the amount is negative or the resource does not fall
   */
  public ResourceGuard guard(Resource resource, long amount) {
    Object hold = OwnErrors.of(ledger, () -> ledger.hold(account, resource.key(), amount));
    return new ResourceGuard(resource, amount, () -> ledger.release(hold));
  }

  /** Takes {@link Resource#HELD_BYTES}; see {@link #guard}. */
  public ResourceGuard memoryGuard(long bytes) {
    return guard(Resource.HELD_BYTES, bytes);
  }

  /** Takes one of {@link Resource#CONCURRENT_OPERATIONS}; see {@link #guard}. */
  public ResourceGuard concurrencyGuard() {
    return guard(Resource.CONCURRENT_OPERATIONS, 1);
  }

  /** Makes calls of host objects evaluations of this account. */
  public LimitedCalls limited() {
    return new LimitedCalls(this);
  }

  /**
   * Hears of the evaluations of all accounts of this ledger.
   *
   * @return closing it ends that
   */
  public ListenerRegistration listen(EvaluationListener listener) {
    return Metering.listen(listener, ledger);
  }

  /**
   * Stops the evaluations of this account that run now, each at its next count or else when its
   * script returns; later ones are not concerned. They end with a {@link LimitExceededError} whose
   * breach is {@linkplain Breach.Kind#CANCELLED cancelled}. Does not wait for them.
   *
   * @return how many are stopped that were not stopped before
   */
  public int cancel() {
    return ledger.cancel(account);
  }

  /**
   * Sets whether {@link Thread#interrupt} of the thread that evaluates cancels its evaluation
   * within milliseconds, as {@link #cancel} would. The interrupt is not consumed: the host finds
   * its thread interrupted. Off unless the agent's option {@code interrupt=cancel} says otherwise.
   */
  public void setInterruptCancels(boolean cancels) {
    ledger.interruptCancels(account, cancels);
  }

  /**
   * Runs {@code body} as one evaluation of this account: all script code that it enters on this
   * thread, and its time, are counted together. Within another evaluation of this thread it is one
   * of its own, and what it uses, its CPU time included, is not the other one's; wall time passes
   * for both. What {@code body} throws beside a breach is suppressed in that.
   *
   * @return what {@code body} returned, and what was used
   * @throws LimitExceededError if a limit was exceeded, even if {@code body} caught that, if the
   *     evaluation was cancelled, or if the account is used up already
   * @throws IllegalStateException if the account is closed
   * @throws Exception what {@code body} throws
   */
  public <T extends @Nullable Object> Evaluated<T> run(Callable<T> body) throws Exception {
    return metered().run(body, null);
  }

  /**
   * The same, but not longer than this: when the time is over, the thread is interrupted, and the
   * scripts in {@code body} are stopped.
   *
   * @param timeout more than 0
   * @throws LimitExceededError as above; of {@link Resource#WALL_TIME} when the time was over,
   *     whatever {@code body} made of the interrupt
   */
  public <T extends @Nullable Object> Evaluated<T> run(Duration timeout, Callable<T> body)
      throws Exception {
    return run(Limits.unlimited(), timeout, body);
  }

  /**
   * The same under limits of its own, beside those of the account: the tightest win. Breaches name
   * the account.
   *
   * @param limits per evaluation
   * @throws IllegalArgumentException if there are totals among them
   */
  public <T extends @Nullable Object> Evaluated<T> run(Limits limits, Callable<T> body)
      throws Exception {
    return metered().run(body, MeteredRun.bounds(limits));
  }

  /**
   * The same, but not longer than this, as {@link #run(Duration, Callable)} has it.
   *
   * @param timeout more than 0
   */
  public <T extends @Nullable Object> Evaluated<T> run(
      Limits limits, Duration timeout, Callable<T> body) throws Exception {
    return metered().run(body, limits, timeout);
  }

  private MeteredRun metered() {
    return new MeteredRun(ledger, account);
  }
}
