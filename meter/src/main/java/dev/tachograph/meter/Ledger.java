package dev.tachograph.meter;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
  public static final int COUNTERS = 6;

  /** The limit of a counter whose next count has to ask the ledger. */
  public static final long SHUT = -1;

  /** What a step of native work takes at least, to tell work ahead from the time that is left. */
  private static final long NANOS_PER_STEP = 2;

  /** The number of everything that is compiled outside of an evaluation. */
  private static final long COMPILATION = 0;

  private static final int NATIVE_STEPS = Resource.NATIVE_STEPS.ordinal();
  private static final int EVALUATIONS = Resource.EVALUATIONS.ordinal();

  private final Map<String, AccountNode> accounts = new ConcurrentHashMap<>();
  private final Set<RunningEvaluation> running = ConcurrentHashMap.newKeySet();
  private final Listeners listeners = new Listeners();
  private final AtomicLong ids = new AtomicLong();

  /**
   * A monitor, which the JVM releases also where no stack is left to call {@code unlock}: scripts
   * choose where the stack overflows.
   */
  private final Object lock = new Object();

  @SuppressWarnings("ThreadLocalUsage") // one ledger per JVM; the canary's are short-lived
  private final ThreadLocal<@Nullable RunningEvaluation> bound = new ThreadLocal<>();

  private final Leases leases = new Leases(running);
  private final Clocks clocks = new Clocks(running);
  private final Watchdog watchdog;
  private volatile Limits ambientLimits = Limits.unlimited();

  /** An empty ledger. */
  public Ledger() {
    this(TimeUnit.SECONDS.toNanos(10));
  }

  /**
   * @param idleNanos how long the watchdog's thread waits for something to watch before it ends
   */
  Ledger(long idleNanos) {
    watchdog = new Watchdog(lock, running, clocks, idleNanos);
  }

  /** Adds a listener; it hears of what happens from now on. */
  public void addListener(EvaluationListener listener) {
    listeners.add(listener);
  }

  /** Removes a listener. */
  public void removeListener(EvaluationListener listener) {
    listeners.remove(listener);
  }

  /** Sets the limits of every account that script code will open without the API. */
  public void setAmbientLimits(Limits limits) {
    ambientLimits = limits;
  }

  /** The ids of all accounts, in no order. */
  public Collection<String> accountIds() {
    return Set.copyOf(accounts.keySet());
  }

  /** What an account spent, its running evaluations included. */
  public Usage usage(String accountId) {
    return usage(account(accountId));
  }

  /** The limits of an account. */
  public Limits limits(String accountId) {
    return account(accountId).limits();
  }

  /**
   * Sets the limits of an account, also for the evaluations that run: a raised limit lets them go
   * on further, a lowered one stops them at their next count.
   */
  public void setLimits(String accountId, Limits limits) {
    AccountNode account = account(accountId);
    synchronized (lock) {
      account.setLimits(limits);
      for (RunningEvaluation evaluation : running) {
        if (evaluation.account.isWithin(account)) {
          evaluation.shut();
          if (evaluation.isWatched()) {
            watchdog.watch(evaluation);
          }
        }
      }
    }
  }

  /**
   * Stops the evaluations of an account that run now, each at its next count or else at its end.
   *
   * @return how many are stopped that were not stopped before
   */
  public int cancel(String accountId) {
    AccountNode account = accounts.get(accountId);
    int cancelled = 0;
    synchronized (lock) {
      for (RunningEvaluation evaluation : running) {
        if (account != null
            && evaluation.account.isWithin(account)
            && evaluation.error() == null
            && !evaluation.isCancelled()) {
          evaluation.cancel();
          cancelled++;
        }
      }
    }
    return cancelled;
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
    Thread thread = Thread.currentThread();
    List<RunningEvaluation> here =
        running.stream().filter(evaluation -> evaluation.thread == thread).toList();
    if (here.isEmpty()) {
      return work.get();
    }
    Measures from = Measures.ofCurrentThread();
    try {
      return work.get();
    } finally {
      Measures to = Measures.ofCurrentThread();
      here.forEach(evaluation -> evaluation.excuse(from, to));
    }
  }

  /** The evaluations that are open now, with what they used so far. */
  public Collection<EvaluationRecord> running() {
    return running.stream()
        .map(evaluation -> evaluation.record(null, System.nanoTime() - evaluation.startNanos))
        .collect(Collectors.toList());
  }

  /** The account of the evaluation that the API opened on this thread, if there is one. */
  public @Nullable String boundAccount() {
    RunningEvaluation evaluation = bound.get();
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
    return enter(access, context, accountId, script, false);
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
    return enter(access, context, accountId, script, true);
  }

  private Object enter(
      ContextAccess access, Object context, String accountId, String script, boolean compiles) {
    RunningEvaluation evaluation = bound.get();
    if (evaluation == null || evaluation.isAttached()) {
      AccountNode account = evaluation == null ? ambientAccount(accountId) : evaluation.account;
      evaluation = open(account, script, evaluation == null, compiles);
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

  private void attach(ContextAccess access, Object context, RunningEvaluation evaluation) {
    synchronized (lock) {
      evaluation.attach(access, context);
      for (int i = 0; i < COUNTERS; i++) {
        evaluation.moveLimit(i, leases.allowance(evaluation, i, evaluation.resting[i]));
      }
    }
  }

  /**
   * A counter passed its limit.
   *
   * @param requested the size of the charge; 1 of a single count; 0 when the JVM itself has nothing
   *     left to give
   * @return what to throw, or {@code null} if the limit had room after all and was moved
   */
  public @Nullable LimitExceededError exceeded(Object evaluation, int counter, long requested) {
    RunningEvaluation running = (RunningEvaluation) evaluation;
    LimitExceededError earlier = running.error();
    if (earlier != null) {
      return earlier.again();
    }
    LimitExceededError error;
    synchronized (lock) {
      boolean size = Resource.all().get(counter).isChargedBySize();
      long used = size ? running.requested(counter) : running.used(counter);
      long ahead = counter == NATIVE_STEPS ? saturated(requested, NANOS_PER_STEP) : 0;
      Breach breach = overdue(running, ahead);
      if (breach == null && requested == 0) {
        breach = Breaches.exhausted(running, counter, used);
      }
      if (breach == null) {
        long allowance = leases.allowance(running, counter, used - requested);
        if (used <= allowance) {
          running.moveLimit(counter, allowance);
          return null;
        }
        breach = Breaches.of(running, counter, used, requested);
      }
      error = size ? running.refuse(breach, counter, requested) : running.breach(breach);
    }
    tellExceeded(running, error);
    return error;
  }

  /** Why the evaluation must stop without having counted too much, or {@code null}. */
  private @Nullable Breach overdue(RunningEvaluation running, long aheadNanos) {
    if (running.isCancelled()) {
      return Breaches.cancelled(running);
    }
    return running.isWatched() ? clocks.breach(running, aheadNanos) : null;
  }

  /**
   * Stops what should have stopped, but did not count any more; returns the breach if it is new.
   */
  private @Nullable LimitExceededError stopOverdue(RunningEvaluation running) {
    Breach breach = running.error() == null ? overdue(running, 0) : null;
    return breach == null ? null : running.breach(breach);
  }

  private void tellExceeded(RunningEvaluation running, @Nullable LimitExceededError error) {
    if (error != null && error.breach().kind() != Breach.Kind.CANCELLED) {
      listeners.tell(listener -> listener.exceeded(running.record(null, 0), error.breach()));
    }
  }

  /**
   * The outermost script code on a Context ended.
   *
   * @param failure what it threw, or {@code null}
   * @return the limit that the evaluation exceeded, even where somebody swallowed it: the host must
   *     see that; {@code null} if it exceeded none
   */
  public @Nullable LimitExceededError exit(Object evaluation, @Nullable Throwable failure) {
    RunningEvaluation running = (RunningEvaluation) evaluation;
    boolean goesOn = bound.get() == running;
    LimitExceededError late;
    synchronized (lock) {
      late = goesOn ? stopOverdue(running) : null;
      running.detach();
    }
    tellExceeded(running, late);
    if (!goesOn) {
      close(running, failure);
    }
    return running.error();
  }

  /**
   * Whether no API call opened the evaluation, so that the host expects only Rhino's exceptions.
   */
  public boolean isAmbient(Object evaluation) {
    return ((RunningEvaluation) evaluation).ambient;
  }

  /** The evaluation leaves its Context for a while, for another one to run there. */
  public void suspend(Object evaluation) {
    synchronized (lock) {
      ((RunningEvaluation) evaluation).detach();
    }
  }

  /** The evaluation returns to its Context. */
  public void resume(ContextAccess access, Object context, Object evaluation) {
    attach(access, context, (RunningEvaluation) evaluation);
  }

  /** The name of the outermost script of an evaluation, open or ended. */
  public String scriptOf(Object evaluation) {
    return ((RunningEvaluation) evaluation).script;
  }

  /** The account of an evaluation, open or ended. */
  public String accountOf(Object evaluation) {
    return ((RunningEvaluation) evaluation).account.id;
  }

  private AccountNode account(String id) {
    AccountNode known = accounts.get(id);
    return known != null ? known : accounts.computeIfAbsent(id, key -> new AccountNode(key, null));
  }

  private AccountNode ambientAccount(String id) {
    AccountNode known = accounts.get(id);
    return known != null
        ? known
        : accounts.computeIfAbsent(
            id,
            key -> {
              AccountNode account = new AccountNode(key, null);
              account.setLimits(ambientLimits);
              return account;
            });
  }

  private Usage usage(AccountNode account) {
    long[] counts = new long[Resource.all().size()];
    synchronized (lock) {
      for (int i = 0; i < counts.length; i++) {
        counts[i] = account.isUnknown(i) ? Usage.UNKNOWN : account.spent(i);
      }
      for (RunningEvaluation evaluation : running) {
        if (evaluation.account.isWithin(account)) {
          for (int i = 0; i < COUNTERS; i++) {
            Resource resource = Resource.all().get(i);
            long used = evaluation.used(i);
            long booked = resource.kind() == Resource.Kind.PEAK ? 0 : evaluation.settled[i];
            counts[i] = resource.combine(counts[i], Math.max(0, used - booked));
          }
          evaluation.look();
          for (Resource resource : Resource.measured()) {
            int i = resource.ordinal();
            long seen = evaluation.seen(resource);
            counts[i] =
                seen == Usage.UNKNOWN || counts[i] == Usage.UNKNOWN
                    ? Usage.UNKNOWN
                    : resource.combine(counts[i], seen);
          }
        }
      }
    }
    return Usage.of(counts);
  }

  /**
   * Opens an evaluation on this thread: script code that this thread enters joins it until it is
   * unbound.
   *
   * @return the evaluation, for {@link #unbind}
   * @throws LimitExceededError if the account is used up
   * @throws IllegalStateException if this thread has an open one already
   */
  public Object bind(String accountId) {
    AccountNode account = account(accountId);
    if (bound.get() != null) {
      throw new IllegalStateException(
          "this thread evaluates on account '%s' already; end that evaluation before the next"
              .formatted(boundAccount()));
    }
    RunningEvaluation evaluation = open(account, "", false, false);
    bound.set(evaluation);
    return evaluation;
  }

  /**
   * Ends an evaluation that {@link #bind} opened on this thread.
   *
   * @param failure what the code in it threw, or {@code null}
   */
  public EvaluationRecord unbind(Object opened, @Nullable Throwable failure) {
    RunningEvaluation evaluation = (RunningEvaluation) opened;
    if (bound.get() != evaluation) {
      throw new IllegalStateException("an evaluation is ended on the thread that opened it, once");
    }
    bound.remove();
    return close(evaluation, failure);
  }

  private static long saturated(long factor, long by) {
    return factor > Long.MAX_VALUE / by ? Long.MAX_VALUE : factor * by;
  }

  private RunningEvaluation open(
      AccountNode account, String script, boolean ambient, boolean compiles) {
    RunningEvaluation evaluation =
        new RunningEvaluation(
            compiles ? COMPILATION : ids.incrementAndGet(), account, script, ambient, compiles);
    LimitExceededError denial = null;
    synchronized (lock) {
      AccountNode spent = compiles ? null : account.exhausted(EVALUATIONS);
      if (spent != null) {
        denial = evaluation.breach(Breaches.denial(evaluation, spent, EVALUATIONS, 1));
      }
      for (int i = 0; i < Resource.all().size() && denial == null; i++) {
        spent = i == EVALUATIONS ? null : account.overspent(i);
        if (spent != null) {
          denial = evaluation.breach(Breaches.denial(evaluation, spent, i, 0));
        }
      }
      boolean watched = denial == null && evaluation.isWatched();
      Breach measured = watched ? clocks.denial(evaluation) : null;
      if (measured != null) {
        denial = evaluation.breach(measured);
      }
      if (denial == null) {
        if (watched) {
          watchdog.watch(evaluation);
        }
        account.spend(EVALUATIONS, compiles ? 0 : 1);
        running.add(evaluation);
      }
    }
    if (denial != null) {
      EvaluationRecord record = evaluation.record(EvaluationRecord.Outcome.DENIED, 0);
      Breach breach = denial.breach();
      listeners.tell(listener -> listener.exceeded(record, breach));
      listeners.tell(listener -> listener.ended(record));
      throw denial;
    }
    if (!compiles) {
      listeners.tell(listener -> listener.started(evaluation.record(null, 0)));
    }
    return evaluation;
  }

  private EvaluationRecord close(RunningEvaluation evaluation, @Nullable Throwable failure) {
    LimitExceededError late;
    synchronized (lock) {
      evaluation.end();
      late = stopOverdue(evaluation);
      for (int i = 0; i < COUNTERS; i++) {
        leases.settle(evaluation, i, evaluation.used(i));
      }
      for (Resource resource : Resource.measured()) {
        evaluation.account.spendMeasured(resource, evaluation.seen(resource));
      }
      LimitExceededError error = evaluation.error();
      if (error != null && error.breach().scope() == Breach.Scope.TOTAL) {
        evaluation.account.refuse(error.breach().resource());
      }
      running.remove(evaluation);
    }
    tellExceeded(evaluation, late);
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
