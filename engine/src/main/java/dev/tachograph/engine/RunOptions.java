package dev.tachograph.engine;

import dev.tachograph.meter.Limits;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What is different for one run of a script. Immutable. */
public final class RunOptions {
  private static final RunOptions NONE = builder().build();

  private final HostGlobals globals;
  private final Limits limits;
  private final @Nullable Duration deadline;

  private RunOptions(Builder builder) {
    globals = builder.globals.copy();
    limits = builder.limits;
    deadline = builder.deadline;
  }

  /** Nothing is different. */
  public static RunOptions none() {
    return NONE;
  }

  /** Only these globals, as {@link Builder#global} takes them. */
  static RunOptions globals(Map<String, ? extends @Nullable Object> globals) {
    Builder builder = builder();
    globals.forEach(builder::global);
    return builder.build();
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Not to be changed. */
  HostGlobals globals() {
    return globals;
  }

  Limits limits() {
    return limits;
  }

  @Nullable Duration deadline() {
    return deadline;
  }

  /** Collects the options of a run. Not thread-safe. */
  public static final class Builder {
    private final HostGlobals globals = new HostGlobals();
    private Limits limits = Limits.unlimited();
    private @Nullable Duration deadline;

    private Builder() {}

    /**
     * A global of this run, which hides that of the environment; as {@link
     * Environment.Builder#global}.
     */
    public Builder global(String name, @Nullable Object value) {
      globals.value(name, value, false);
      return this;
    }

    /** The same, frozen; as {@link Environment.Builder#frozen}. */
    public Builder frozen(String name, @Nullable Object value) {
      globals.value(name, value, true);
      return this;
    }

    /**
     * A host function of this run; as {@link Environment.Builder#function(String,
     * HostFunctionOptions, HostFunction)}. A dotted name hides the whole object of the environment.
     */
    public Builder function(String name, HostFunctionOptions options, HostFunction function) {
      globals.function(name, options, function);
      return this;
    }

    /**
     * What this run may use, if that is less than the account's limits say: the tightest ones win.
     *
     * @throws IllegalArgumentException if they bound totals, which one run does not have
     */
    public Builder limits(Limits limits) {
      if (limits.toMap().keySet().stream().anyMatch(key -> key.startsWith(Limits.TOTAL_PREFIX))) {
        throw new IllegalArgumentException(
            "limits of one run, with totals: %s; an account has those".formatted(limits));
      }
      this.limits = Objects.requireNonNull(limits);
      return this;
    }

    /**
     * When the run is to be over, counted from the call of {@code run} or {@code submit}: the time
     * in the queue is part of it. A run that starts too late is rejected, with the reason {@code
     * QUEUE_TIMEOUT}; one that does not end in time is stopped, as by a limit of {@code wallTime}.
     *
     * @param time more than 0
     */
    public Builder deadline(Duration time) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("a deadline of %s: it is more than 0".formatted(time));
      }
      deadline = time;
      return this;
    }

    public RunOptions build() {
      return new RunOptions(this);
    }
  }
}
