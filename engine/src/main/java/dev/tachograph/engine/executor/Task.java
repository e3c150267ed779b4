package dev.tachograph.engine.executor;

import dev.tachograph.meter.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A submission as the executor sees it. What is not private is guarded by the dispatcher's lock,
 * unless it is final or says otherwise.
 */
final class Task<T extends @Nullable Object> implements Submission<T> {
  /** Where in its life a task is. */
  enum State {
    /** In the queue, or its caller waits for a place there. */
    WAITING,
    RUNNING,
    /** Started, and waits in a call, or stopped while it did; others run in its place. */
    AWAY,
    /** Started, and waits for a place to run again. */
    RETURNING,
    ENDED
  }

  private static final Logger LOG = LoggerFactory.getLogger(Task.class);
  private static final int PUBLISH_TRIES = 100;
  private static final ThreadLocal<Task<?>> CURRENT = new ThreadLocal<>();

  final Tenant tenant;
  final Tenant.Script script;

  /** Counts up in the order of submission. */
  final long number;

  /** By its ticker. */
  final long submitted;

  /** How long it may wait; 0 for as long as the executor says. */
  final long queueNanos;

  /** How long it may run; 0 for as long as it wants. */
  final long runNanos;

  State state = State.WAITING;

  /** Whether it takes one of the places to run, also while its future completes. */
  boolean placed;

  /** Whether it has a place in the queue; otherwise its caller waits for one. */
  boolean admitted;

  /** When its queue timeout or, as it runs, its run timeout is over. */
  long deadline;

  /** Why it was asked to end, if it was. */
  @Nullable CancelCause cause;

  /** Why it did not run, if it was rejected. */
  RejectedSubmissionException.@Nullable Reason rejection;

  private final Ticker ticker;
  private final Predicate<Task<?>> canceller;
  private final CountDownLatch settled = new CountDownLatch(1);
  private final Semaphore turn = new Semaphore(0);
  private final Result future = new Result();
  private volatile long waited = -1;
  private volatile @Nullable Work<T> work;
  private @Nullable T result; // of the thread that runs it
  private @Nullable Throwable failure;

  Task(
      Tenant.Script script,
      long number,
      Work<T> work,
      Ticker ticker,
      Predicate<Task<?>> canceller) {
    this.tenant = script.tenant;
    this.script = script;
    this.number = number;
    this.work = work;
    this.ticker = ticker;
    this.canceller = canceller;
    queueNanos = work.queueNanos();
    runNanos = work.runNanos();
    submitted = ticker.nanos();
  }

  @Override
  public String tenant() {
    return tenant.name;
  }

  @Override
  public String script() {
    return script.name;
  }

  @Override
  public CompletableFuture<T> future() {
    return future;
  }

  @Override
  public boolean cancel() {
    return canceller.test(this);
  }

  @Override
  public Duration queueWait() {
    long nanos = waited;
    return Duration.ofNanos(nanos < 0 ? ticker.nanos() - submitted : nanos);
  }

  /** It waits no longer. Returns how long it did, in nanoseconds. */
  long leaveQueue(State next, long now) {
    state = next;
    waited = now - submitted;
    settled.countDown();
    return waited;
  }

  /** It has a place in the queue now. */
  void admit() {
    admitted = true;
    settled.countDown();
  }

  /** Waits until it has a place in the queue or left it; not with the lock. */
  void awaitPlace() throws InterruptedException {
    settled.await();
  }

  /** The one that this thread runs, of whichever executor; {@code null} if it runs none. */
  static @Nullable Task<?> current() {
    return CURRENT.get();
  }

  /** Waits for its turn to go on from now on. */
  void expectTurn() {
    int ignored = turn.drainPermits(); // of a turn that it did not wait for
  }

  /** It may go on. */
  void giveTurn() {
    turn.release();
  }

  /** Waits until it may go on, and no longer than this; not with the lock. */
  boolean awaitTurn(long nanos) throws InterruptedException {
    return turn.tryAcquire(nanos, TimeUnit.NANOSECONDS);
  }

  /**
   * Runs it on this thread; throws nothing. What it returned or threw waits for {@link #publish}.
   */
  void call() {
    try {
      CURRENT.set(this);
      Work<T> running = work;
      if (running != null) {
        result = running.body().call();
      }
    } catch (Throwable thrown) {
      failure = thrown; // and nothing more: the heap or the stack may be full
    } finally {
      CURRENT.remove();
    }
  }

  /** It will not run, for this reason; throws nothing. */
  void fail(Supplier<? extends Throwable> reason) {
    try {
      failure = reason.get();
    } catch (Throwable thrown) {
      failure = thrown;
    }
    publish();
  }

  /** Completes the future; throws nothing. Where scripts fill the heap, it tries again. */
  void publish() {
    work = null; // who keeps the submission need not keep all that
    for (int tries = 0; tries < PUBLISH_TRIES; tries++) {
      try {
        future.end();
        return;
      } catch (Throwable passing) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
    }
  }

  /** Calls the hook; throws nothing. */
  void askToEnd(CancelCause why) {
    Work<T> running = work;
    if (running != null) {
      try {
        running.onCancel().accept(why);
      } catch (Throwable failed) {
        LOG.warn("the cancel hook of script {} of tenant {} failed", script(), tenant(), failed);
      }
    }
  }

  /** What callers see. Its dependents are ordinary futures. */
  private final class Result extends CompletableFuture<T> {
    @SuppressWarnings("NullAway") // null only if the work returned it
    void end() {
      Throwable thrown = failure;
      boolean ignored = thrown == null ? complete(result) : completeExceptionally(thrown);
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
      boolean ignored = Task.this.cancel();
      return isCancelled();
    }
  }
}
