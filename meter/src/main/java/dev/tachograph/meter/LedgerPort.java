package dev.tachograph.meter;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How the API reaches the JVM's one ledger, which an agent keeps behind a class loader of its own.
 *
 * <p>The other side is usually another copy of this class, so signatures use types of {@code
 * java.base} alone, and calls cross by name: resources by their keys, limits in the syntax of
 * options, usage in the order of the resources, everything else as {@code toMap} has it.
 */
interface LedgerPort {
  /** Opens an account, below another unless that is {@code null}. */
  void open(String account, @Nullable String parent);

  /** Closes an account and those below it. */
  void close(String account);

  /** Whether there is such an account. */
  boolean isOpen(String account);

  /** The accounts directly below this one. */
  List<String> children(String account);

  /** Sets an account's limits. */
  void limit(String account, String limits);

  /** Sets one limit, named as in {@link Limits.Builder#set}, whether or not it fits the others. */
  void limit(String account, String optionKey, long limit);

  /** An account's limits. */
  String limits(String account);

  /** Stops an account's running evaluations; returns how many. */
  int cancel(String account);

  /** Sets whether an interrupt of their thread cancels an account's evaluations. */
  void interruptCancels(String account, boolean cancels);

  /** An account's counts. */
  long[] used(String account);

  /** How an account's cumulative limits stand, as {@link LimitStatus#toMap} has them. */
  List<Map<String, @Nullable Object>> status(String account);

  /** What keeps an account from admitting evaluations, as above, or {@code null}. */
  @Nullable Map<String, @Nullable Object> exhausted(String account);

  /** How evaluations ended, as {@link Statistics#toMap} has it. */
  Map<String, @Nullable Object> statistics(String account);

  /** The last evaluations, as {@link EvaluationRecord#toMap} has them. */
  List<Map<String, @Nullable Object>> history(String account);

  /** The open evaluations of an account, as above. */
  List<Map<String, @Nullable Object>> running(String account);

  /** How many records an account keeps. */
  void historySize(String account, int size);

  /** Charges for what the host counted. */
  void charge(String account, String resource, long amount);

  /** Takes something until it is released. */
  Object hold(String account, String resource, long amount);

  /** Releases it. */
  void release(Object hold);

  /** Adds usage that another process, or an earlier one, counted. */
  void restore(String account, long[] usage);

  /** Adds how evaluations ended there, and their records. */
  void restoreStatistics(
      String account,
      Map<String, @Nullable Object> statistics,
      List<Map<String, @Nullable Object>> history);

  /** The version and the text of an {@link Allowance}. */
  Object[] allowance(String account);

  /** The inverse. */
  void restoreAllowance(String account, String text);

  /** Starts an account from nothing. */
  void reset(String account);

  /** Gives a part of the budget back. */
  void refill(String account, String resource, long amount);

  /** Used, limit and remaining of the evaluation on this thread; {@code null} without one. */
  long @Nullable [] budget(String resource);

  /** Hears of some news of evaluations, as {@link News} tells them; returns what ends that. */
  Runnable listen(Set<String> heard, Consumer<Map<String, @Nullable Object>> listener);

  /** Opens an evaluation on this thread, with {@link Limits#bounds} of its own if it has any. */
  Object begin(String account, long @Nullable [] bounds);

  /** Ends it; returns its counts, or throws its breach. */
  long[] end(Object evaluation, @Nullable Throwable failure);

  /** The breach that a throwable of the other side carries, or {@code null}. */
  @Nullable Map<String, @Nullable Object> breach(Throwable failure);

  /** Speaks to a ledger of any copy of these classes. */
  static LedgerPort to(Object ledger) {
    if (ledger instanceof Ledger own) {
      return new LocalPort(own);
    }
    try {
      return (LedgerPort)
          Proxy.newProxyInstance(
              LedgerPort.class.getClassLoader(),
              new Class<?>[] {LedgerPort.class},
              new RemotePort(ledger));
    } catch (ReflectiveOperationException stranger) {
      throw new MeteringUnavailableException(
          "the Tachograph agent in this JVM is of another version than the tachograph-meter library:"
              + " use the same version of both",
          stranger);
    }
  }
}
