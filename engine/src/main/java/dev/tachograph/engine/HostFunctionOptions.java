package dev.tachograph.engine;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a host function costs, how long and how often it may be called, and what with. Immutable.
 *
 * <p>A function that is declared is taken for one that calls something expensive: an account may
 * call it 60 times a minute unless {@link Builder#rate} says otherwise.
 */
public final class HostFunctionOptions {
  /** Of a function that is defined without a declaration. */
  static final HostFunctionOptions NONE = builder().unlimitedRate().build();

  private final long cost;
  private final long fuel;
  private final @Nullable Duration timeout;
  private final boolean waits;
  private final @Nullable Rate rate;
  private final HostParameters parameters;

  /**
   * How often.
   *
   * @param units how much may be used at once, and how much comes back evenly in {@code nanos}
   */
  record Rate(long units, long nanos) {
    /** How long one unit takes to come back. */
    long nanosPerUnit() {
      return nanos / units;
    }

    @Override
    public String toString() {
      String time = Duration.ofNanos(nanos).toString().substring(2).toLowerCase(Locale.ROOT);
      return "%d per %s".formatted(units, time);
    }
  }

  private HostFunctionOptions(Builder builder) {
    cost = builder.cost;
    fuel = builder.fuel;
    timeout = builder.timeout;
    waits = builder.waits || timeout != null;
    rate = builder.rate;
    parameters = builder.parameters;
  }

  /** 60 calls a minute, each of which costs one host call; no time-out, and any arguments. */
  public static HostFunctionOptions defaults() {
    return builder().build();
  }

  public static Builder builder() {
    return new Builder();
  }

  long cost() {
    return cost;
  }

  long fuel() {
    return fuel;
  }

  @Nullable Duration timeout() {
    return timeout;
  }

  boolean waits() {
    return waits;
  }

  @Nullable Rate rate() {
    return rate;
  }

  HostParameters parameters() {
    return parameters;
  }

  /** Collects a declaration. Not thread-safe. */
  public static final class Builder {
    private long cost = 1;
    private long fuel;
    private @Nullable Duration timeout;
    private boolean waits;
    private @Nullable Rate rate = new Rate(60, TimeUnit.MINUTES.toNanos(1));
    private HostParameters parameters = HostParameters.ANY;

    private Builder() {}

    /**
     * What a call costs: so many {@link dev.tachograph.meter.Resource#HOST_CALLS}, and so much of
     * the rate. 1 unless said otherwise. Refused calls cost host calls, too.
     *
     * @param units 1 or more
     */
    public Builder cost(long units) {
      if (units < 1) {
        throw new IllegalArgumentException("a call costs %d: it is 1 or more".formatted(units));
      }
      cost = units;
      return this;
    }

    /**
     * What a call costs in {@link dev.tachograph.meter.Resource#FUEL}; nothing unless said
     * otherwise.
     *
     * @param units 0 or more
     */
    public Builder fuel(long units) {
      if (units < 0) {
        throw new IllegalArgumentException("a call burns %d: it is 0 or more".formatted(units));
      }
      fuel = units;
      return this;
    }

    /**
     * How long a call may take. The function then runs on a thread of the engine's, which is
     * interrupted when the time is over, and the script gets an {@code Error} that it may catch. A
     * function that ignores interrupts keeps that thread, of which an account has a few, until it
     * returns. The script's own time goes on, and a limit or cancellation of it ends the wait. It
     * {@link #waits} meanwhile.
     *
     * @param time more than 0
     */
    public Builder timeout(Duration time) {
      if (time.isNegative() || time.isZero()) {
        throw new IllegalArgumentException("a time-out of %s: it is more than 0".formatted(time));
      }
      timeout = time;
      return this;
    }

    /**
     * The function waits for something, as for an answer from elsewhere, and computes little.
     * Scripts that were {@linkplain Sandbox#submit(ScriptSource) submitted} give their place among
     * those that run to others until it returns, and take turns with them to go on. The function
     * runs on the script's thread, which is interrupted when the submission is cancelled; without a
     * {@link #timeout}, nothing else ends its waiting.
     */
    public Builder waits() {
      waits = true;
      return this;
    }

    /**
     * How much an account may spend on this function, in all its evaluations in this engine: 60
     * units a minute unless said otherwise. A call for which nothing is left gets an {@code Error}
     * that says when to try again. Functions of the same name and rate share it.
     *
     * @param units how much at once; it comes back evenly in the time. 1 or more
     * @param per more than 0, and no shorter than so many nanoseconds
     */
    public Builder rate(long units, Duration per) {
      long nanos = TimeUnit.NANOSECONDS.convert(per);
      if (units < 1 || nanos < units || nanos > Long.MAX_VALUE / 4) {
        throw new IllegalArgumentException(
            "a rate of %d in %s: it is 1 or more, in no more than 73 years".formatted(units, per));
      }
      rate = new Rate(units, nanos);
      return this;
    }

    /** Leaves it to the limits of the account how often the function is called. */
    public Builder unlimitedRate() {
      rate = null;
      return this;
    }

    /** The function takes no argument: one is a {@code TypeError}. */
    public Builder noParameters() {
      parameters = HostParameters.NONE;
      return this;
    }

    /**
     * The next parameter. Once one is declared, calls with fewer or more arguments than there are,
     * or with others, fail with a {@code TypeError}, and the function is not called.
     *
     * @param name for that error
     * @param type one of those that {@link HostCall} has; {@link Double} takes integers too, and
     *     {@link Object} takes everything
     * @throws IllegalArgumentException if scripts have no such type, or it follows an optional one
     */
    public Builder parameter(String name, Class<?> type) {
      parameters = parameters.with(name, type, false);
      return this;
    }

    /** The next parameter, which may be left out, null or undefined; as {@link #parameter}. */
    public Builder optionalParameter(String name, Class<?> type) {
      parameters = parameters.with(name, type, true);
      return this;
    }

    /**
     * Makes the declaration.
     *
     * @throws IllegalArgumentException if a call costs more than the rate ever allows
     */
    public HostFunctionOptions build() {
      if (rate != null && cost > rate.units()) {
        throw new IllegalArgumentException(
            "a call costs %d, which a rate of %s never allows".formatted(cost, rate));
      }
      return new HostFunctionOptions(this);
    }
  }
}
