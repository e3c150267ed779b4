package dev.tachograph.engine.executor;

import dev.tachograph.meter.Ticker;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the work of many tenants on few threads, and lets none of them delay the others for long.
 *
 * <p>Tenants with waiting work take turns. While a tenant waits for its turn, each other one has at
 * most as many starts as its weight is larger, rounded up: one, if the weights are equal, however
 * much it has submitted. Work that runs is not interrupted for that; the bound per tenant keeps
 * threads free for others if it is less than the number of threads. Within a tenant, work starts in
 * the order of submission, except that it passes work whose script already runs as often as it may.
 *
 * <p>Thread-safe. The threads are daemons with no context class loader; they are made when needed,
 * end after 10 seconds without work, and survive whatever work throws. Times are those of the
 * {@linkplain Builder#ticker ticker}.
 */
public final class FairExecutor implements AutoCloseable {
  private final Dispatcher dispatcher;

  private FairExecutor(Settings settings) {
    dispatcher = new Dispatcher(settings, new Threads(settings.threads(), settings.stackBytes()));
  }

  /** An executor with the defaults that its methods state. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Runs work when it is its turn. It cannot be asked to end once it runs.
   *
   * @throws RejectedSubmissionException as the other method does
   */
  public <T extends @Nullable Object> Submission<T> submit(
      String tenant, String script, Callable<T> work) {
    return submit(tenant, script, work, cause -> {}, null, null);
  }

  /**
   * Runs work when it is its turn. If there is no room in the queue, what {@link Overflow} says
   * happens: this may wait, for no longer than the queue timeout.
   *
   * @param tenant who shares threads with the others
   * @param script of the tenant; equal names of different tenants are different scripts
   * @param work what to run
   * @param onCancel asks the running work to end: on {@link Submission#cancel}, after the run
   *     timeout, and on {@link #close}; called once at most, on the thread that cancels or closes,
   *     or on the timer's or one that uses the executor. It must not block, and may be called when
   *     the work has just ended. What it throws is logged.
   * @param runTimeout for how long the work may run before it is asked to end, more than 0; {@code
   *     null} for as long as it wants
   * @throws RejectedSubmissionException if there is no room and callers do not wait, or not for so
   *     long; if the executor is drained or closed; or if this thread is interrupted while it
   *     waits, which it still is afterwards
   * @throws IllegalArgumentException if the run timeout is not more than 0
   */
  public <T extends @Nullable Object> Submission<T> submit(
      String tenant,
      String script,
      Callable<T> work,
      Consumer<? super CancelCause> onCancel,
      @Nullable Duration runTimeout) {
    return submit(tenant, script, work, onCancel, null, runTimeout);
  }

  /**
   * The same for work that waits no longer than this, whatever others may.
   *
   * @param queueTimeout how long it may wait, more than 0; {@code null} for the executor's queue
   *     timeout, which counts in any case
   */
  public <T extends @Nullable Object> Submission<T> submit(
      String tenant,
      String script,
      Callable<T> work,
      Consumer<? super CancelCause> onCancel,
      @Nullable Duration queueTimeout,
      @Nullable Duration runTimeout) {
    Objects.requireNonNull(tenant, "tenant");
    Objects.requireNonNull(script, "script");
    Work<T> wanted =
        new Work<>(
            work,
            onCancel,
            nanos("a queue timeout", queueTimeout),
            nanos("a run timeout", runTimeout));
    return dispatcher.submit(tenant, script, wanted);
  }

  private static long nanos(String what, @Nullable Duration timeout) {
    return timeout == null ? 0 : Settings.nanos(Settings.positive(what, timeout));
  }

  /**
   * Calls something that waits, and lets others run meanwhile in the place of the work that this
   * thread runs for this executor; on another thread, or within such a call, it only calls. The
   * work goes on when it is its turn: its tenant takes turns with the others as for a start, and
   * goes on with what it has begun before it starts more. What is called shall wait, not compute:
   * nobody counts it among what runs.
   *
   * @param call what waits
   * @param check is called on this thread after the call, and while the work waits for its turn:
   *     every 200 ms (where more than 200 wait, every n ms for n of them), and on an interrupt. If
   *     the work was asked to end, the thread is interrupted when it is first called. If it throws
   *     something, so does this, at once; the work has no place then, and has to end.
   * @return what the call returned
   * @throws TooManyWaitingException if as much waits as may; nothing was called
   * @throws Exception what the call or the check threw; after an {@link InterruptedException}, this
   *     thread is interrupted again
   */
  public <T extends @Nullable Object> T whileWaiting(Callable<T> call, Runnable check)
      throws Exception {
    return dispatcher.whileWaiting(
        Objects.requireNonNull(call, "call"), Objects.requireNonNull(check, "check"));
  }

  /**
   * How many starts a tenant has for each one of a tenant with the weight 1, when both have work
   * waiting: 1 unless it is said. It counts from the tenant's next start on. A weight other than 1
   * is kept, whether the tenant has work or not, until it is set to 1.
   *
   * @param weight from 1 to 1000
   * @throws IllegalArgumentException if it is not
   */
  public void setWeight(String tenant, int weight) {
    Objects.requireNonNull(tenant, "tenant");
    dispatcher.setWeight(tenant, Settings.between(1, Turns.MOST_WEIGHT, "a weight", weight));
  }

  /** How it stands now. */
  public ExecutorMetrics metrics() {
    return dispatcher.metrics();
  }

  /**
   * Takes no more work, now and afterwards, and waits until all that waits or runs has ended and
   * its futures' dependents have been called. Work that calls this waits for itself.
   *
   * @param timeout how long to wait; 0 for not at all
   * @return whether it all ended in time; {@code false} too if this thread was interrupted, which
   *     it still is afterwards
   */
  public boolean drain(Duration timeout) {
    return dispatcher.drain(timeout);
  }

  /**
   * Takes no more work, rejects what waits, asks to end what runs, and waits for that, but not
   * longer than the close timeout. Closing it again waits again.
   */
  @Override
  public void close() {
    dispatcher.close();
  }

  /** Looks at the deadlines now. */
  void look() {
    dispatcher.look();
  }

  /** How many tenants are known. */
  int tenants() {
    return dispatcher.tenants();
  }

  /** Says how an executor works. Not thread-safe. */
  public static final class Builder {
    private int threads = Runtime.getRuntime().availableProcessors();
    private long stackBytes = 16L << 20;
    private int perTenant = 5;
    private int perTenantRunning = Integer.MAX_VALUE;
    private int perScript = 5;
    private int waiting = 10_000;
    private int queueSize = 1000;
    private int queueShare = 200;
    private Overflow overflow = Overflow.REJECT;
    private Duration queueTimeout = Duration.ofSeconds(10);
    private Duration closeTimeout = Duration.ofSeconds(5);
    private Ticker ticker = Ticker.system();

    private Builder() {}

    /**
     * How much work runs at once: as much as there are processors unless it is said. There are that
     * many threads, and one for each work that waits in a call.
     *
     * @param count from 1 to 10,000
     */
    public Builder threads(int count) {
      threads = Settings.between(1, 10_000, "threads", count);
      return this;
    }

    /**
     * The size of their stacks in bytes: 16 MB unless it is said. The JVM may round it.
     *
     * @param bytes from 64 KB to 1 GB
     */
    public Builder stackBytes(int bytes) {
      stackBytes = Settings.between(64 << 10, 1 << 30, "a stack", bytes);
      return this;
    }

    /**
     * How much work of one tenant has started and not ended: 5 unless it is said. What waits in a
     * call counts, since it holds memory.
     *
     * @param bound 1 or more
     */
    public Builder perTenant(int bound) {
      perTenant = Settings.between(1, Integer.MAX_VALUE, "a bound per tenant", bound);
      return this;
    }

    /**
     * How much work of one tenant runs at once, what waits in a call not counted: no bound but the
     * others unless it is said.
     *
     * @param bound 1 or more
     */
    public Builder perTenantRunning(int bound) {
      perTenantRunning =
          Settings.between(1, Integer.MAX_VALUE, "a bound of what runs per tenant", bound);
      return this;
    }

    /**
     * How much work waits at once in calls, or for its turn after one: 10,000 unless it is said.
     * Beyond that, {@link FairExecutor#whileWaiting} fails.
     *
     * @param bound 0 or more
     */
    public Builder waiting(int bound) {
      waiting = Settings.between(0, Integer.MAX_VALUE, "a bound of what waits in calls", bound);
      return this;
    }

    /**
     * How much work of one script of one tenant has started and not ended: 5 unless it is said.
     *
     * @param bound 1 or more
     */
    public Builder perScript(int bound) {
      perScript = Settings.between(1, Integer.MAX_VALUE, "a bound per script", bound);
      return this;
    }

    /**
     * How much work may wait in the queue: 1000 unless it is said. What starts at once needs no
     * place.
     *
     * @param size 1 or more
     */
    public Builder queueSize(int size) {
      queueSize = Settings.between(1, Integer.MAX_VALUE, "a queue", size);
      return this;
    }

    /**
     * How much of the waiting work may be of one tenant: 200 unless it is said.
     *
     * @param size 1 or more
     */
    public Builder perTenantQueue(int size) {
      queueShare = Settings.between(1, Integer.MAX_VALUE, "a share of the queue", size);
      return this;
    }

    /** What becomes of work for which there is no room: it is rejected unless it is said. */
    public Builder overflow(Overflow overflow) {
      this.overflow = Objects.requireNonNull(overflow, "overflow");
      return this;
    }

    /**
     * How long work may wait before it is rejected, its caller's waiting included: 10 seconds
     * unless it is said.
     *
     * @param timeout more than 0
     */
    public Builder queueTimeout(Duration timeout) {
      queueTimeout = Settings.positive("a queue timeout", timeout);
      return this;
    }

    /**
     * How long {@link FairExecutor#close} waits for running work: 5 seconds unless it is said.
     *
     * @param timeout more than 0
     */
    public Builder closeTimeout(Duration timeout) {
      closeTimeout = Settings.positive("a close timeout", timeout);
      return this;
    }

    /** Where all times come from. The timer looks again after as much real time. */
    public Builder ticker(Ticker ticker) {
      this.ticker = Objects.requireNonNull(ticker, "ticker");
      return this;
    }

    /** Builds the executor, which has no thread yet. */
    public FairExecutor build() {
      return new FairExecutor(
          new Settings(
              threads,
              stackBytes,
              new Tenant.Bounds(perTenant, perTenantRunning, perScript),
              waiting,
              queueSize,
              queueShare,
              overflow,
              queueTimeout,
              closeTimeout,
              ticker));
    }
  }
}
