package dev.tachograph.engine;

import dev.tachograph.engine.executor.FairExecutor;
import dev.tachograph.engine.program.ProgramCache;
import dev.tachograph.engine.program.ProgramCacheMetrics;
import dev.tachograph.engine.program.ProgramCacheSettings;
import dev.tachograph.meter.ListenerRegistration;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.MeteringUnavailableException;
import dev.tachograph.meter.Ticker;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What sandboxes share: Contexts without Java, scopes that are built ahead, compiled programs. One
 * per application is enough. Thread-safe.
 */
public final class SandboxEngine implements AutoCloseable {
  private static final String ONE_SHOT_ACCOUNT = "one-shot";

  private final SandboxContextFactory factory;
  private final ExecutionMode mode;
  private final RealmStock scopes;
  private final ProgramCache programs;
  private final FairExecutor executor;
  private final HostRates rates;
  private final TimedCalls timedCalls;
  private final EndedUsage ended = new EndedUsage();
  private final Suspicion suspicion = new Suspicion();
  private final ListenerRegistration listening;
  private final ListenerRegistration watching;
  private volatile boolean closed;

  private SandboxEngine(Builder builder) {
    mode = builder.mode;
    factory = new SandboxContextFactory(mode == ExecutionMode.INTERPRETED);
    scopes =
        new RealmStock(
            factory,
            builder.scopesAhead,
            builder.maximumScopesAhead,
            builder.idleScopes,
            builder.ticker);
    rates = new HostRates(builder.ticker);
    timedCalls = new TimedCalls(builder.hostCallThreads, builder.hostCallThreadsPerAccount);
    OwnAccount own = new OwnAccount();
    listening = own.listen(ended);
    watching = own.listen(suspicion);
    programs = new ProgramCache(builder.programs, factory, own::compile);
    Canary.prove(own.tracker(), factory);
    executor = builder.executor == null ? FairExecutor.builder().build() : builder.executor;
  }

  /** An engine with the defaults. */
  public static SandboxEngine create() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * Starts to describe a sandbox of this engine.
   *
   * @param account who pays, such as a tenant; sandboxes of one account share its limits
   */
  public Sandbox.Builder sandbox(String account) {
    return new Sandbox.Builder(this, Metering.tracker(account));
  }

  /**
   * Runs a script once, in the standard environment and with the default limits, on the account
   * {@value #ONE_SHOT_ACCOUNT}.
   *
   * @throws IllegalStateException if the engine is closed
   */
  public SandboxResult run(String source) {
    try (Sandbox sandbox = sandbox(ONE_SHOT_ACCOUNT).build()) {
      return sandbox.run(source);
    }
  }

  /**
   * Whether the JVM's own stack or heap ended in the middle of an evaluation, of whichever engine.
   * Every evaluation is stopped before that as far as its limits allow; where it happened all the
   * same, classes may be lost that were just being initialised: restart the JVM soon.
   */
  public boolean isSuspect() {
    return suspicion.isRaised();
  }

  /** How the stock of scopes does. */
  public ScopeMetrics scopeMetrics() {
    return scopes.metrics();
  }

  SandboxContextFactory factory() {
    return factory;
  }

  /** Runs what {@link Sandbox#submit} takes: its metrics, the weights of accounts, and draining. */
  public FairExecutor executor() {
    return executor;
  }

  /** How the cache of programs does. */
  public ProgramCacheMetrics programMetrics() {
    return programs.metrics();
  }

  /**
   * Forgets the programs of a script that changed, here and in the store of compiled programs. A
   * changed text is another program in any case: this frees the room of the old one.
   *
   * @param name as in {@link ScriptSource#name}
   */
  public void invalidate(String name) {
    programs.invalidate(name);
  }

  ProgramCache programs() {
    return programs;
  }

  RealmStock scopes() {
    if (closed) {
      throw new IllegalStateException("the engine is closed");
    }
    return scopes;
  }

  /** The evaluation that took a scope ended; of a closed engine's as well. */
  void thrownAway() {
    scopes.thrownAway();
  }

  ExecutionMode mode() {
    return mode;
  }

  EndedUsage ended() {
    return ended;
  }

  HostRates rates() {
    return rates;
  }

  TimedCalls timedCalls() {
    return timedCalls;
  }

  /**
   * Rejects what waits, cancels what was submitted and runs, and gives up the stocks. Sandboxes of
   * this engine refuse to run from then on. To let work end first, drain the {@link #executor}.
   */
  @Override
  public void close() {
    closed = true;
    executor.close();
    listening.close();
    watching.close();
    scopes.close();
    programs.close();
    timedCalls.close();
  }

  /** Collects the settings of an engine. Not thread-safe. */
  public static final class Builder {
    private int scopesAhead = 10;
    private int maximumScopesAhead = 100;
    private Duration idleScopes = Duration.ofMinutes(5);
    private Ticker ticker = Ticker.system();
    private ProgramCacheSettings programs = ProgramCacheSettings.defaults();
    private @Nullable FairExecutor executor;
    private int hostCallThreads = 64;
    private int hostCallThreadsPerAccount = 16;
    private ExecutionMode mode = ExecutionMode.ADAPTIVE;

    private Builder() {}

    /**
     * How many scopes are kept ready for each kind of environment; 10 unless said otherwise.
     * Environments are of one kind if they differ in values and host functions only.
     *
     * @param scopes 0 to 1000, about 240 KB each
     */
    public Builder scopesAhead(int scopes) {
      if (scopes < 0 || scopes > 1000) {
        throw new IllegalArgumentException("%d scopes ahead: 0 to 1000 are".formatted(scopes));
      }
      scopesAhead = scopes;
      return this;
    }

    /**
     * How many scopes are kept ready in all, and for how long when nobody asks for their kind; 100,
     * and 5 minutes, unless said otherwise.
     *
     * @param scopes 0 to 10000
     * @param idle more than 0
     */
    public Builder scopesTogether(int scopes, Duration idle) {
      if (scopes < 0 || scopes > 10_000 || idle.isNegative() || idle.isZero()) {
        throw new IllegalArgumentException(
            "%d scopes for %s: 0 to 10000 are, for more than no time".formatted(scopes, idle));
      }
      maximumScopesAhead = scopes;
      idleScopes = idle;
      return this;
    }

    /** How many compiled programs are kept, and when programs are compiled. */
    public Builder programs(ProgramCacheSettings settings) {
      programs = settings;
      return this;
    }

    /**
     * Runs what is submitted; one with the defaults unless said otherwise. Closed with the engine.
     */
    public Builder executor(FairExecutor executor) {
      this.executor = Objects.requireNonNull(executor);
      return this;
    }

    /** How scripts are run; {@link ExecutionMode#ADAPTIVE} unless said otherwise. */
    public Builder mode(ExecutionMode mode) {
      this.mode = Objects.requireNonNull(mode);
      return this;
    }

    /**
     * How many threads there are for host functions with a time-out, and how many of them one
     * account may have, with calls that are over and do not return; 64 and 16 unless said
     * otherwise. A call waits for a thread as part of its time, and fails at once where its account
     * has too many.
     *
     * @param threads from 1 to 10,000
     * @param perAccount from 1 to {@code threads}
     */
    public Builder hostCallThreads(int threads, int perAccount) {
      if (threads < 1 || threads > 10_000 || perAccount < 1 || perAccount > threads) {
        throw new IllegalArgumentException(
            "%d threads for host functions, %d per account: 1 to 10000 are, and no more per account"
                .formatted(threads, perAccount));
      }
      hostCallThreads = threads;
      hostCallThreadsPerAccount = perAccount;
      return this;
    }

    /** The clock of the stock of scopes, and of the rates of host functions. */
    Builder ticker(Ticker ticker) {
      this.ticker = ticker;
      return this;
    }

    /**
     * Makes the engine.
     *
     * @throws MeteringUnavailableException if scripts would not be metered here
     */
    public SandboxEngine build() {
      return new SandboxEngine(this);
    }
  }
}
