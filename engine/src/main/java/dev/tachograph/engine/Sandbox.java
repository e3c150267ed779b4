package dev.tachograph.engine;

import dev.tachograph.engine.executor.RejectedSubmissionException;
import dev.tachograph.engine.executor.Submission;
import dev.tachograph.engine.program.Program;
import dev.tachograph.engine.program.ProgramSource;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.Context;

/**
 * Runs scripts that nobody trusts: each evaluation in a scope and a Context of its own, without
 * Java, under the limits of one account. Thread-safe; many evaluations may run at once.
 */
public final class Sandbox implements AutoCloseable {
  private final SandboxEngine engine;
  private final ResourceTracker account;
  private final Environment environment;
  private final long outputLimit;
  private final OutputLimit outputPolicy;
  private final Consumer<ConsoleMessage> console;
  private final ErrorPolicy errorPolicy;
  private volatile boolean closed;

  private Sandbox(Builder builder) {
    engine = builder.engine;
    account = builder.account;
    environment = builder.environment;
    outputLimit = builder.outputLimit;
    outputPolicy = builder.outputPolicy;
    console = builder.console;
    errorPolicy = builder.errorPolicy;
    account.setLimits(builder.limits);
    account.setInterruptCancels(true);
    RealmPool scopes = engine.scopes().pool(environment.shape());
    scopes.check();
    scopes.fill();
  }

  /**
   * What a script may use unless it is said otherwise: 64 MB allocated, 5 s of CPU time, 30 s in
   * all, 1000 nested calls, 1 MB written to the console.
   */
  public static Limits defaultLimits() {
    return Limits.builder()
        .perEvaluation(Resource.ALLOCATED_BYTES, 64L << 20)
        .perEvaluation(Resource.CPU_TIME, Duration.ofSeconds(5).toNanos())
        .perEvaluation(Resource.WALL_TIME, Duration.ofSeconds(30).toNanos())
        .perEvaluation(Resource.STACK_DEPTH, 1000)
        .perEvaluation(Resource.OUTPUT_BYTES, 1L << 20)
        .build();
  }

  /**
   * Runs a script on this thread and waits for its end. An interrupt of this thread cancels it, and
   * is still there afterwards.
   *
   * @throws IllegalStateException if the sandbox, its account or its engine is closed
   */
  public SandboxResult run(String source) {
    return run(new ScriptSource("script", source));
  }

  /** Runs a script; as {@link #run(String)}. */
  public SandboxResult run(ScriptSource source) {
    return run(source, Map.of());
  }

  /**
   * Runs a script with globals of this evaluation's own, which hide the environment's.
   *
   * @param globals as {@link Environment.Builder#global} takes them
   * @throws IllegalArgumentException if one cannot enter a sandbox
   * @throws IllegalStateException if the sandbox, its account or its engine is closed
   */
  public SandboxResult run(ScriptSource source, Map<String, ? extends @Nullable Object> globals) {
    return run(source, RunOptions.globals(globals));
  }

  /**
   * Runs a script with options of this evaluation's own; as {@link #run(String)}.
   *
   * @throws IllegalStateException if the sandbox, its account or its engine is closed
   */
  public SandboxResult run(ScriptSource source, RunOptions options) {
    return prepare(source, options, null).once();
  }

  /** Runs a script on a thread of the engine's; as {@link #submit(ScriptSource, RunOptions)}. */
  public Submission<SandboxResult> submit(ScriptSource source) {
    return submit(source, RunOptions.none());
  }

  /**
   * Runs a script on a thread of the engine's; as {@link #submit(ScriptSource, RunOptions)}.
   *
   * @throws IllegalArgumentException if a global cannot enter a sandbox
   */
  public Submission<SandboxResult> submit(
      ScriptSource source, Map<String, ? extends @Nullable Object> globals) {
    return submit(source, RunOptions.globals(globals));
  }

  /**
   * Runs a script on a thread of the engine's when it is this account's turn: accounts with waiting
   * work take turns, so many evaluations of an account and of one of its scripts run at once, and
   * so many wait.
   *
   * @return with what the evaluation comes to. Cancelling it cancels the future if the script waits
   *     still, and else lets it end as {@link SandboxResult.Cancelled}.
   * @throws RejectedSubmissionException if there is no room, as the engine's executor says
   * @throws IllegalStateException if the sandbox or its engine is closed
   */
  public Submission<SandboxResult> submit(ScriptSource source, RunOptions options) {
    return submit(prepare(source, options, null));
  }

  Submission<SandboxResult> submit(SandboxRun run) {
    return engine
        .executor()
        .submit(account(), run.script(), run::once, cause -> run.cancel(), run.deadline(), null);
  }

  SandboxRun prepare(ScriptSource source, RunOptions options, @Nullable Program program) {
    requireOpen();
    HostGlobals globals = environment.globals().with(options.globals());
    return new SandboxRun(
        this, source, new ScriptScope(this, globals, null, false), options, program);
  }

  /**
   * Compiles a script to run it often; an evaluation of its own.
   *
   * @throws ScriptException if it has a syntax error, is not allowed, or takes more than it may
   * @throws IllegalStateException if the sandbox, its account or its engine is closed
   */
  public SandboxScript compile(ScriptSource source) {
    SandboxRun run = prepare(source, RunOptions.none(), null);
    SandboxResult result = run.check();
    Program program = run.program();
    if (!(result instanceof SandboxResult.Completed) || program == null) {
      throw new ScriptException(result);
    }
    return new SandboxScript(this, source, program);
  }

  /** Compiles a script; as {@link #compile(ScriptSource)}. */
  public SandboxScript compile(String source) {
    return compile(new ScriptSource("script", source));
  }

  /**
   * Runs a script that takes over variables of earlier ones, and leaves its own.
   *
   * @throws IllegalStateException if the sandbox, its account or its engine is closed
   */
  public SandboxResult run(ScriptSource source, GlobalsExchange globals) {
    requireOpen();
    ScriptScope surroundings = new ScriptScope(this, environment.globals(), globals, true);
    return new SandboxRun(this, source, surroundings).once();
  }

  /**
   * Looks for syntax errors: compiles a script and does not run it. An evaluation of its own, which
   * completes with null.
   *
   * @throws IllegalStateException if the sandbox, its account or its engine is closed
   */
  public SandboxResult check(ScriptSource source) {
    return prepare(source, RunOptions.none(), null).check();
  }

  /**
   * Opens a scope for scripts that share it.
   *
   * @throws IllegalStateException if the sandbox is closed
   */
  public SandboxSession session() {
    requireOpen();
    return new SandboxSession(this);
  }

  void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the sandbox of account %s is closed".formatted(account()));
    }
  }

  /** Who pays. */
  public String account() {
    return account.account();
  }

  /** The ledger of the account: limits, statistics, listeners. */
  public ResourceTracker tracker() {
    return account;
  }

  /** What the account's evaluations used so far. */
  public Usage usage() {
    return account.usage();
  }

  /** The last evaluations of the account. */
  public List<EvaluationRecord> history() {
    return account.history();
  }

  /**
   * Stops the evaluations of this account that run now.
   *
   * @return how many
   */
  public int cancel() {
    return account.cancel();
  }

  /** Runs nothing more. What runs goes on; the account stays as it is. */
  @Override
  public void close() {
    closed = true;
  }

  SandboxEngine engine() {
    return engine;
  }

  /** Finds a script's program, or makes it at the cost of the evaluation that runs. */
  Program program(Context cx, ProgramSource source) {
    return engine
        .programs()
        .get(cx, account(), source, environment.check(), engine.mode() == ExecutionMode.COMPILED);
  }

  Environment environment() {
    return environment;
  }

  long outputLimit() {
    return outputLimit;
  }

  OutputLimit outputPolicy() {
    return outputPolicy;
  }

  Consumer<ConsoleMessage> console() {
    return console;
  }

  ErrorPolicy errorPolicy() {
    return errorPolicy;
  }

  /** Collects what a {@link Sandbox} is made of. Not thread-safe. */
  public static final class Builder {
    private final SandboxEngine engine;
    private final ResourceTracker account;
    private Environment environment = Environment.standard();
    private Limits limits = defaultLimits();
    private long outputLimit = 1 << 20;
    private OutputLimit outputPolicy = OutputLimit.REFUSE;
    private Consumer<ConsoleMessage> console = message -> {};
    private ErrorPolicy errorPolicy = ErrorPolicy.SANITISED;

    Builder(SandboxEngine engine, ResourceTracker account) {
      this.engine = engine;
      this.account = account;
    }

    /** What scripts find; {@link Environment#standard} unless said otherwise. */
    public Builder environment(Environment environment) {
      this.environment = Objects.requireNonNull(environment);
      return this;
    }

    /** What the account may use; these limits take the place of {@link #defaultLimits}. */
    public Builder limits(Limits limits) {
      this.limits = Objects.requireNonNull(limits);
      return this;
    }

    /**
     * How large a result may be.
     *
     * @param characters of the value as JSON text, more than 0; 1 M unless said otherwise
     * @param policy what is done with a larger one
     */
    public Builder outputLimit(long characters, OutputLimit policy) {
      if (characters <= 0) {
        throw new IllegalArgumentException(
            "an output limit of %d: it is more than 0".formatted(characters));
      }
      outputLimit = characters;
      outputPolicy = Objects.requireNonNull(policy);
      return this;
    }

    /** Is told of what scripts write to their console, in their threads. */
    public Builder console(Consumer<ConsoleMessage> listener) {
      console = Objects.requireNonNull(listener);
      return this;
    }

    /** What errors tell of script and host; {@link ErrorPolicy#SANITISED} unless it is said. */
    public Builder errors(ErrorPolicy policy) {
      errorPolicy = Objects.requireNonNull(policy);
      return this;
    }

    /**
     * Makes the sandbox, and sets the limits of its account.
     *
     * @throws IllegalArgumentException if the environment's prelude fails
     */
    public Sandbox build() {
      return new Sandbox(this);
    }
  }
}
