package dev.tachograph.meter;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hands calls of a port on to the copy of these classes that a ledger belongs to. */
final class RemotePort implements InvocationHandler {
  private final Object ledger;
  private final Object target;
  private final Map<Method, Method> methods = new HashMap<>();

  /**
   * @throws ReflectiveOperationException if the other copy has not all that this one needs
   */
  RemotePort(Object ledger) throws ReflectiveOperationException {
    this.ledger = ledger;
    Class<?> port =
        Class.forName(LocalPort.class.getName(), true, ledger.getClass().getClassLoader());
    var constructor = port.getDeclaredConstructor(ledger.getClass());
    constructor.setAccessible(true);
    target = constructor.newInstance(ledger);
    for (Method method : LedgerPort.class.getMethods()) {
      if (!Modifier.isStatic(method.getModifiers())) {
        Method there = port.getDeclaredMethod(method.getName(), method.getParameterTypes());
        there.setAccessible(true);
        methods.put(method, there);
      }
    }
  }

  @Override
  public @Nullable Object invoke(
      Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
    Method there = methods.get(method);
    if (there == null) {
      return ofObject(proxy, method, arguments);
    }
    try {
      return there.invoke(target, arguments);
    } catch (InvocationTargetException failure) {
      throw own(failure.getCause());
    }
  }

  /** Hosts catch the exceptions of this copy. */
  private static @Nullable Throwable own(@Nullable Throwable failure) {
    return failure != null
            && failure.getClass().getName().equals(MeteringUnavailableException.class.getName())
        ? new MeteringUnavailableException(String.valueOf(failure.getMessage()), failure)
        : failure;
  }

  private Object ofObject(Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
    return switch (method.getName()) {
      case "equals" -> arguments != null && proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(ledger);
      default -> "port to " + ledger;
    };
  }
}
