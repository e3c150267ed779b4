package dev.tachograph.agent.rhino;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one class that all loaders of a JVM share: defined into {@code java.lang}, because OSGi
 * delegates nothing else and named modules read it without asking.
 *
 * <p>It only introduces the parties to each other. Members use types of {@code java.base} alone,
 * and nothing here is on a script's path. The first that registers stays.
 */
public final class Kernel {
  private static volatile @Nullable Object ledger;
  private static volatile @Nullable Function<MethodHandles.Lookup, MethodHandle[]> connector;

  private Kernel() {}

  /**
   * Offers the JVM's ledger and the way in which helpers connect to it.
   *
   * @return whether it was accepted, which is so for the first only
   */
  public static synchronized boolean register(
      Object candidate, Function<MethodHandles.Lookup, MethodHandle[]> connect) {
    if (ledger != null) {
      return false;
    }
    connector = connect;
    ledger = candidate;
    return true;
  }

  /** The ledger of this JVM, or null before an agent has registered one. */
  public static @Nullable Object ledger() {
    return ledger;
  }

  /** Connects the helper of one Rhino, which passes its own lookup. */
  public static MethodHandle[] connect(MethodHandles.Lookup helper) {
    Function<MethodHandles.Lookup, MethodHandle[]> connect = connector;
    if (connect == null) {
      throw new IllegalStateException("no ledger is registered in this JVM");
    }
    return connect.apply(helper);
  }
}
