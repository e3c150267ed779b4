package dev.tachograph.meter;

import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Who pays for evaluations: a tenant, a plug-in, a script.
 *
 * <p>Two accounts of the same name are the same account, whoever opened them, in the whole JVM.
 * Thread-safe; any number of threads may evaluate on one account, and never overspend it together.
 */
public final class Account {
  private final String id;
  private final LedgerPort ledger;

  Account(String id, LedgerPort ledger) {
    this.id = id;
    this.ledger = ledger;
  }

  /** The name of the account. */
  public String id() {
    return id;
  }

  /** The limits now in force. */
  public Limits limits() {
    Limits.Builder builder = Limits.builder();
    ledger.limits(id).forEach(builder::set);
    return builder.build();
  }

  /**
   * Sets the limits, for future evaluations and for those that run: a raised limit lets a blocked
   * account go on, a lowered one stops a running evaluation at its next count.
   */
  public void setLimits(Limits limits) {
    ledger.limit(id, limits.toMap());
  }

  /**
   * Stops the evaluations of this account that run now, each at its next count or else when its
   * script returns; later ones are not concerned. They end with a {@link LimitExceededError} whose
   * breach is {@linkplain Breach.Kind#CANCELLED cancelled}. Does not wait for them.
   *
   * @return how many are stopped that were not stopped before
   */
  public int cancel() {
    return ledger.cancel(id);
  }

  /**
   * Sets whether {@link Thread#interrupt} of the thread that evaluates cancels its evaluation
   * within milliseconds, as {@link #cancel} would. The interrupt is not consumed: the host finds
   * its thread interrupted. Off unless the agent's option {@code interrupt=cancel} says otherwise.
   */
  public void setInterruptCancels(boolean cancels) {
    ledger.interruptCancels(id, cancels);
  }

  /** What the account used so far, its running evaluations included. */
  public Usage usage() {
    return Usage.ofMap(ledger.used(id));
  }

  /**
   * Runs scripts as one evaluation of this account: all script code that {@code body} enters on
   * this thread is counted together. Nothing else in {@code body} is counted.
   *
   * @return what {@code body} returned, and what its scripts used
   * @throws LimitExceededError if a limit was exceeded, even if {@code body} caught that, if the
   *     evaluation was cancelled, or if the account is used up already
   * @throws IllegalStateException if this thread is within an evaluation already
   * @throws Exception what {@code body} throws
   */
  public <T> Evaluated<T> run(Callable<T> body) throws Exception {
    Object evaluation = begin();
    @Nullable T value;
    try {
      value = body.call();
    } catch (Throwable failure) {
      end(evaluation, failure);
      throw failure;
    }
    return new Evaluated<>(value, end(evaluation, null));
  }

  /**
   * What an evaluation returned and used.
   *
   * @param value what the body returned
   * @param usage what its scripts used
   */
  public record Evaluated<T>(@Nullable T value, Usage usage) {}

  private Object begin() {
    try {
      return ledger.begin(id);
    } catch (Throwable denied) {
      throw translated(denied);
    }
  }

  /** Ends the evaluation; throws its breach if it had one. */
  private Usage end(Object evaluation, @Nullable Throwable failure) {
    try {
      return Usage.ofMap(ledger.end(evaluation, failure));
    } catch (Throwable breach) {
      endAgain(evaluation, failure);
      throw translated(breach);
    }
  }

  /** This thread may have been stopped before the ledger heard of the end. */
  private void endAgain(Object evaluation, @Nullable Throwable failure) {
    try {
      ledger.end(evaluation, failure);
    } catch (IllegalStateException | LimitExceededError ended) {
      // As it should be.
    }
  }

  /** A limit that another copy of these classes reports, as this copy's error. */
  private Error translated(Throwable failure) {
    Map<String, @Nullable Object> breach = ledger.breach(failure);
    if (breach != null) {
      LimitExceededError error = new LimitExceededError(Breach.ofMap(breach));
      error.setStackTrace(failure.getStackTrace());
      return error;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    return failure instanceof Error error ? error : new AssertionError(failure);
  }

  @Override
  public String toString() {
    return "account " + id;
  }
}
