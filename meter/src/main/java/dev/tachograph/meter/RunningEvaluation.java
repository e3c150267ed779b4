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
  final Thread thread = Thread.currentThread();
  final long startMillis = System.currentTimeMillis();
  final long startNanos = System.nanoTime();
  final long[] resting = new long[Ledger.COUNTERS];

  /** What was measured before; what counts is measured from there. */
  private final Measures started;

  /** Counts that the account was charged with already. */
  final long[] settled = new long[Ledger.COUNTERS];

  /** What this evaluation may still count beyond {@code settled}; MAX_VALUE without totals. */
  final long[] leased = new long[Ledger.COUNTERS];

  /**
   * The highest limit that each counter was ever given: it was not counted further than to there.
   */
  private final long[] granted = new long[Ledger.COUNTERS];

  String script;
  private volatile @Nullable ContextAccess access;
  private volatile @Nullable Object context;
  private volatile @Nullable LimitExceededError error;
  private volatile @Nullable Measures ended;

  RunningEvaluation(long id, AccountNode account, String script, boolean ambient) {
    this.id = id;
    this.account = account;
    this.script = script;
    this.ambient = ambient;
    this.started = Measures.ofCurrentThread();
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
    ContextAccess attached = access;
    Object cx = context;
    if (error != null || attached == null || cx == null) {
      return resting[counter];
    }
    long refused = Resource.all().get(counter).isChargedBySize() ? 0 : 1;
    long furthest = Math.min(granted[counter], Long.MAX_VALUE - 1) + refused;
    return Math.max(resting[counter], Math.min(attached.used(cx, counter), furthest));
  }

  /** Counts of the Context that no limit has granted yet: a charge that is being refused. */
  long requested(int counter) {
    ContextAccess attached = access;
    Object cx = context;
    return attached == null || cx == null ? resting[counter] : attached.used(cx, counter);
  }

  /** A time or the JVM's bytes up to now; up to the end when the evaluation has ended. */
  long measured(Resource resource) {
    Measures end = ended;
    return (end == null ? Measures.of(thread) : end).since(started, resource);
  }

  /** Stops the clocks. */
  void end() {
    ended = Measures.ofCurrentThread();
  }

  void moveLimit(int counter, long limit) {
    granted[counter] = Math.max(granted[counter], limit);
    ContextAccess attached = access;
    Object cx = context;
    if (attached != null && cx != null) {
      attached.limit(cx, counter, error == null ? limit : Ledger.SHUT);
    }
  }

  /** Freezes the counts at the first breach. Later ones keep the first. */
  LimitExceededError breach(Breach breach) {
    for (int i = 0; i < resting.length; i++) {
      resting[i] = used(i);
    }
    LimitExceededError first = new LimitExceededError(breach);
    error = first;
    for (int i = 0; i < resting.length; i++) {
      moveLimit(i, Ledger.SHUT);
    }
    return first;
  }

  @Nullable LimitExceededError error() {
    return error;
  }

  Breach.@Nullable Position position() {
    ContextAccess attached = access;
    return attached == null ? null : attached.position();
  }

  Usage usage() {
    long[] counts = Arrays.copyOf(resting, Resource.all().size());
    for (int i = 0; i < resting.length; i++) {
      counts[i] = used(i);
    }
    counts[Resource.EVALUATIONS.ordinal()] = 1;
    for (Resource resource : Resource.all()) {
      if (resource.isMeasured()) {
        counts[resource.ordinal()] = measured(resource);
      }
    }
    return Usage.of(counts);
  }

  EvaluationRecord record(EvaluationRecord.@Nullable Outcome outcome, long nanos) {
    LimitExceededError exceeded = error;
    return new EvaluationRecord(
        id,
        account.id,
        script,
        thread.getName(),
        Instant.ofEpochMilli(startMillis),
        Duration.ofNanos(nanos),
        outcome,
        outcome == EvaluationRecord.Outcome.DENIED ? Usage.none() : usage(),
        exceeded == null ? null : exceeded.breach());
  }
}
