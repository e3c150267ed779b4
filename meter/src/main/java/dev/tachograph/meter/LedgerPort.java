package dev.tachograph.meter;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the API reaches the JVM's one ledger, which an agent keeps behind a class loader of its own.
 *
 * <p>The other side is usually another copy of this class, so signatures use types of {@code
 * java.base} alone, and calls cross by name.
 */
interface LedgerPort {
  /** Sets an account's limits by option key; opens the account if need be. */
  void limit(String account, Map<String, Long> limits);

  /** Stops an account's running evaluations; returns how many. */
  int cancel(String account);

  /** Sets whether an interrupt of their thread cancels an account's evaluations. */
  void interruptCancels(String account, boolean cancels);

  /** An account's limits by option key. */
  Map<String, Long> limits(String account);

  /** An account's counts, as {@link Usage#toMap} has them. */
  Map<String, @Nullable Long> used(String account);

  /** Opens an evaluation on this thread. */
  Object begin(String account);

  /** Ends it; returns its counts, as {@link Usage#toMap} has them, or throws its breach. */
  Map<String, @Nullable Long> end(Object evaluation, @Nullable Throwable failure);

  /** The breach that a throwable of the other side carries, or {@code null}. */
  @Nullable Map<String, @Nullable Object> breach(Throwable failure);

  /** Speaks to a ledger of any copy of these classes. */
  static LedgerPort to(Object ledger) {
    if (ledger instanceof Ledger own) {
      return new LocalPort(own);
    }
    try {
      Class<?> otherPort =
          Class.forName(LocalPort.class.getName(), true, ledger.getClass().getClassLoader());
      var constructor = otherPort.getDeclaredConstructor(ledger.getClass());
      constructor.setAccessible(true);
      Object target = constructor.newInstance(ledger);
      return (LedgerPort)
          Proxy.newProxyInstance(
              LedgerPort.class.getClassLoader(),
              new Class<?>[] {LedgerPort.class},
              (proxy, method, arguments) -> call(target, method, arguments));
    } catch (ReflectiveOperationException stranger) {
      throw new MeteringUnavailableException(
          "the Tachograph agent in this JVM is of another version than the tachograph-meter library:"
              + " use the same version of both",
          stranger);
    }
  }

  private static @Nullable Object call(
      Object target, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    Method there =
        target.getClass().getDeclaredMethod(method.getName(), method.getParameterTypes());
    there.setAccessible(true);
    try {
      return there.invoke(target, arguments);
    } catch (InvocationTargetException failure) {
      throw failure.getCause();
    }
  }
}
