package dev.tachograph.meter;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An open evaluation: its counters, what it leased, and the first breach.
 *
 * <p>Between two entries of script code the counts rest in {@code resting}; while script code runs,
 * they live in the Context that is attached. Everything but {@code breach} and {@code error} is
 * guarded by the ledger's lock or confined to the evaluation's thread.
 */
final class RunningEvaluation {
  final long id;
  final AccountNode account;
  final boolean ambient;

  /** Whether it only compiles, before any script code runs: no evaluation by the count. */
  final boolean compiles;

  final Thread thread = Thread.currentThread();
  final Instant start;
  final long startNanos;
  final long[] resting = new long[Ledger.COUNTERS];

  /** What it takes besides what is counted. */
  final Stopwatch stopwatch;

  private static final long[] UNBOUNDED = Limits.unlimited().bounds();

  /** Counts that the account was charged with already; fuel comes behind the counters. */
  final long[] settled = new long[Ledger.COUNTERS + 1];

  /** What this evaluation may still count beyond {@code settled}; MAX_VALUE without totals. */
  final long[] leased = new long[Ledger.COUNTERS + 1];

  /**
   * The highest limit that each counter was ever given: it was not counted further than to there.
   */
  private final long[] granted = new long[Ledger.COUNTERS];

  /** The fuel up to the count that was refused; beyond the end without one. */
  private long allowedFuel = Long.MAX_VALUE;

  /** What the host charged beside the counters. */
  private long hostFuel;

  /** What the host counted for it, and what it holds now of what rises and falls. */
  private final HostCounts hosts = new HostCounts();

  /** Bounds of its own, by the resources' order, beside the limits of its accounts. */
  private final long[] own;

  /** What the API had opened on this thread when it opened this one. */
  @Nullable RunningEvaluation outer;

  /** What was open on this thread when this was opened, by whomever. Of its own thread alone. */
  @Nullable RunningEvaluation around;

  /** What the watchdog knows of it; {@code null} if that is nothing. */
  @Nullable EvaluationWatch watch;

  String script;

  /** Whether what its thread does now will be excused. Used by its own thread alone. */
  boolean excused;

  /** Whether the listeners have yet to hear of the breach. Written by its own thread alone. */
  boolean untold;

  private volatile @Nullable ContextAccess access;
  private volatile @Nullable Object context;
  private volatile @Nullable LimitExceededError error;
  private volatile boolean cancelled;
  private volatile boolean interrupted;

  RunningEvaluation(
      long id,
      AccountNode account,
      String script,
      boolean ambient,
      boolean compiles,
      long @Nullable [] bounds,
      Ticker ticker,
      Stopwatch stopwatch) {
    this.id = id;
    own = bounds == null ? UNBOUNDED : bounds.clone();
    start = ticker.now();
    startNanos = ticker.nanos();
    this.account = account;
    this.script = script;
    this.ambient = ambient;
    this.compiles = compiles;
    this.stopwatch = stopwatch;
  }

  void attach(ContextAccess access, Object context) {
    for (int i = 0; i < resting.length; i++) {
      access.start(context, i, resting[i]);
    }
    this.access = access;
    this.context = context;
  }

  boolean isAttached() {
    return access != null;
  }

  /** Takes the counts back from the Context and leaves its counters shut: any count asks first. */
  void detach() {
    ContextAccess attached = access;
    Object cx = context;
    if (attached == null || cx == null) {
      return;
    }
    for (int i = 0; i < resting.length; i++) {
      resting[i] = used(i);
      attached.limit(cx, i, Ledger.SHUT);
      attached.start(cx, i, 0);
    }
    access = null;
    context = null;
  }

  long used(int counter) {
    if (counter == Fuel.INDEX) {
      return Resource.FUEL.combine(Fuel.of(this::used), hostFuel);
    }
    ContextAccess attached = access;
    Object cx = context;
    if (error != null || attached == null || cx == null) {
      return resting[counter];
    }
    long refused = Resource.all().get(counter).isChargedBySize() ? 0 : 1;
    long furthest = Math.min(granted[counter], Long.MAX_VALUE - 1) + refused;
    return Math.max(resting[counter], Math.min(attached.used(cx, counter), furthest));
  }

  /** What was counted and allowed: without the single count that the evaluation was stopped at. */
  long allowed(int counter) {
    return counter == Fuel.INDEX ? Math.min(used(counter), allowedFuel) : used(counter);
  }

  /** What all that was counted costs, with so much of one counter instead of what it has now. */
  long fuelWith(int counter, long amount) {
    long counted = Fuel.of(i -> i == counter ? amount : used(i));
    return Resource.FUEL.combine(counted, hostFuel);
  }

  /** Charges fuel for something that no counter counts; the next count asks what is left. */
  void burn(long amount) {
    hostFuel = Resource.FUEL.combine(hostFuel, amount);
    shut();
  }

  /** The evaluation is about to be stopped at a count. */
  void stopsAt(int counter, long covered) {
    allowedFuel = fuelWith(counter, covered);
  }

  /** Counts of the Context that no limit has granted yet: a charge that is being refused. */
  long requested(int counter) {
    ContextAccess attached = access;
    Object cx = context;
    return attached == null || cx == null ? resting[counter] : attached.used(cx, counter);
  }

  /** The account was charged with all that was measured up to now. */
  void book() {
    stopwatch.book(account);
  }

  HostCounts hosts() {
    return hosts;
  }

  /** Takes out of what is measured what was none of the script's doing. On its own thread. */
  void excuse(Measures from, Measures to) {
    excused = false;
    stopwatch.excuse(from, to);
  }

  /** What it may use of a resource, as an account that pays limits it and its own bounds do. */
  long limit(AccountNode node, int resource) {
    long limit = node.perEvaluation(resource);
    return node == account ? Math.min(limit, own[resource]) : limit;
  }

  /** Whether somebody has to look at its clocks or at its thread. */
  boolean isWatched() {
    return isCancelledByInterrupt() || isTimed();
  }

  /** Whether a limit is to be compared with clocks. */
  private boolean isTimed() {
    for (Resource resource : Resource.measured()) {
      if (own[resource.ordinal()] != Long.MAX_VALUE) {
        return true;
      }
    }
    for (AccountNode node = account; node != null; node = node.parent) {
      if (node.limits().boundMeasured()) {
        return true;
      }
    }
    return false;
  }

  /** Whether an interrupt of its thread is to cancel it. */
  boolean isCancelledByInterrupt() {
    for (AccountNode node = account; node != null; node = node.parent) {
      if (node.isCancelledByInterrupt()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether such an interrupt was seen, now or before: hosts clear the flag when they please. The
   * flag itself stays as it is. While another evaluation runs within this one, interrupts are that
   * one's affair: it may be its timeout.
   */
  boolean isInterrupted() {
    if (!interrupted
        && thread.isInterrupted()
        && !stopwatch.isPaused()
        && isCancelledByInterrupt()) {
      interrupted = true;
    }
    return interrupted;
  }

  /** Stops the evaluation at its next count, whatever its limits. */
  void cancel() {
    cancelled = true;
    shut();
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** Makes the next count of any kind ask the ledger. */
  void shut() {
    for (int i = 0; i < resting.length; i++) {
      moveLimit(i, Ledger.SHUT);
    }
  }

  void moveLimit(int counter, long limit) {
    if (counter == Fuel.INDEX) {
      shut(); // whatever is counted next asks how much there is
      return;
    }
    granted[counter] = Math.max(granted[counter], limit);
    ContextAccess attached = access;
    Object cx = context;
    if (attached != null && cx != null) {
      attached.limit(cx, counter, error == null && !cancelled ? limit : Ledger.SHUT);
    }
  }

  /**
   * A size was charged that is refused: it is reported, but not billed.
   *
   * @param requested the charge, which the Context has counted
   */
  LimitExceededError refuse(Breach breach, int counter, long requested) {
    long before = Math.max(resting[counter], requested(counter) - requested);
    LimitExceededError first = breach(breach);
    resting[counter] = Math.min(resting[counter], before);
    return first;
  }

  /** Freezes the counts at the first breach. */
  LimitExceededError breach(Breach breach) {
    for (int i = 0; i < resting.length; i++) {
      resting[i] = used(i);
    }
    LimitExceededError first = LimitExceededError.of(breach);
    error = first;
    shut();
    return first;
  }

  @Nullable LimitExceededError error() {
    return error;
  }

  /**
   * Where the script stands; call it on its thread, for a breach. Rhino's own code answers, which
   * counts, too: that is not the script's, and must not ask for the breach that is being made.
   */
  Breach.@Nullable Position position() {
    ContextAccess attached = access;
    Object cx = context;
    if (attached == null || cx == null) {
      return null;
    }
    long[] counts = new long[resting.length];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = attached.used(cx, i);
      attached.limit(cx, i, Long.MAX_VALUE);
    }
    try {
      return attached.position();
    } finally {
      for (int i = 0; i < counts.length; i++) {
        attached.start(cx, i, counts[i]);
      }
      shut();
    }
  }

  Usage usage() {
    long[] counts = Arrays.copyOf(resting, Resource.all().size());
    for (int i = 0; i < resting.length; i++) {
      counts[i] = used(i);
    }
    counts[Fuel.INDEX] = used(Fuel.INDEX);
    counts[Resource.EVALUATIONS.ordinal()] = compiles ? 0 : 1;
    counts[Resource.CONCURRENT_OPERATIONS.ordinal()] = compiles ? 0 : 1;
    stopwatch.look();
    for (Resource resource : Resource.measured()) {
      counts[resource.ordinal()] = stopwatch.seen(resource);
    }
    hosts.addTo(counts);
    return Usage.of(counts);
  }

  /** This evaluation, with what the account was charged with already. */
  EvaluationRecord booked(long nanos) {
    long[] counts = usage().toArray();
    for (int i = 0; i < settled.length; i++) {
      counts[i] = Resource.all().get(i).kind() == Resource.Kind.SUM ? settled[i] : counts[i];
    }
    for (Resource resource : Resource.measured()) {
      counts[resource.ordinal()] = stopwatch.booked(resource);
    }
    return record(null, nanos).with(Usage.of(counts));
  }

  EvaluationRecord record(EvaluationRecord.@Nullable Outcome outcome, long nanos) {
    LimitExceededError exceeded = error;
    return new EvaluationRecord(
        id,
        account.id,
        script,
        thread.getName(),
        start,
        Duration.ofNanos(nanos),
        outcome,
        outcome == EvaluationRecord.Outcome.DENIED ? Usage.none() : usage(),
        exceeded == null ? null : exceeded.breach());
  }
}
