package dev.tachograph.meter;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The evaluations of one JVM: how script code and hosts get into them and out again, and what is
 * asked of one that is open. Whoever opens one gets it as an object that says nothing by itself.
 * Thread-safe.
 */
public final class Evaluations {
  private final Set<RunningEvaluation> running;
  private final Accounts accounts;
  private final Entries entries;
  private final Limiter limiter;
  private final PartialCounts partial;
  private final Ticker ticker;

  /**
   * @param running those that are open
   */
  Evaluations(
      Set<RunningEvaluation> running,
      Accounts accounts,
      Entries entries,
      Limiter limiter,
      PartialCounts partial,
      Ticker ticker) {
    this.running = running;
    this.accounts = accounts;
    this.entries = entries;
    this.limiter = limiter;
    this.partial = partial;
    this.ticker = ticker;
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
   * Source is about to be compiled on a Context that has no evaluation, or a text to be made of
   * what a script has left. What that takes is charged like an evaluation's, but it is none by the
   * count.
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
