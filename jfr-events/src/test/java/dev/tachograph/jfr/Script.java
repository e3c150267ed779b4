package dev.tachograph.jfr;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.ContextAccess;
import dev.tachograph.meter.Ledger;
import dev.tachograph.meter.LimitExceededError;
import org.jspecify.annotations.Nullable;

/** A script that counts without running: stands in for a Context and for woven code. */
final class Script implements ContextAccess {
  static final Breach.Position POSITION = new Breach.Position("lib.js", "inner", 7);

  private final Ledger ledger;
  private final String account;
  private final String name;
  private final long[] used = new long[Ledger.COUNTERS];
  private final long[] limits = new long[Ledger.COUNTERS];

  Script(Ledger ledger, String account, String name) {
    this.ledger = ledger;
    this.account = account;
    this.name = name;
  }

  /** Evaluates to the end, or to the first breach, which it swallows as a host would. */
  void evaluate(long iterations, long functionCalls) {
    Object evaluation = ledger.evaluations().enter(this, this, account, name);
    Throwable stopped = count(evaluation, 0, iterations);
    if (stopped == null) {
      stopped = count(evaluation, 1, functionCalls);
    }
    ledger.evaluations().exit(evaluation, stopped);
  }

  /** Only starts; what follows is for one thread. */
  Object start() {
    return ledger.evaluations().enter(this, this, account, name);
  }

  /** Iterates so often in an evaluation that was started. */
  void iterate(Object evaluation, long times) {
    count(evaluation, 0, times);
  }

  /** Calls so often in an evaluation that was started. */
  void call(Object evaluation, long times) {
    count(evaluation, 1, times);
  }

  /** Ends what was started. */
  void end(Object evaluation) {
    ledger.evaluations().exit(evaluation, null);
  }

  /** Compiles, which counts as iterations. */
  void compile(long iterations) {
    Object compilation = ledger.evaluations().enterCompile(this, this, account, name);
    ledger.evaluations().exit(compilation, count(compilation, 0, iterations));
  }

  /** Evaluates nothing and throws. */
  void fail() {
    Object evaluation = ledger.evaluations().enter(this, this, account, name);
    ledger.evaluations().exit(evaluation, new IllegalStateException("thrown by the script"));
  }

  private @Nullable LimitExceededError count(Object evaluation, int counter, long times) {
    for (long i = 0; i < times; i++) {
      if (++used[counter] > limits[counter]) {
        LimitExceededError error = ledger.evaluations().exceeded(evaluation, counter, 1);
        if (error != null) {
          return error;
        }
      }
    }
    return null;
  }

  @Override
  public long used(Object context, int counter) {
    return used[counter];
  }

  @Override
  public void start(Object context, int counter, long count) {
    used[counter] = count;
  }

  @Override
  public void limit(Object context, int counter, long limit) {
    limits[counter] = limit;
  }

  @Override
  public Breach.Position position() {
    return POSITION;
  }
}
