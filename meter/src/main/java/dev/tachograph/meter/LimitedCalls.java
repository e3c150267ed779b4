package dev.tachograph.meter;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls of host objects evaluations of an account, each of which also costs one of {@link
 * Resource#HOST_CALLS}: so that a tool that scripts may use has limits of its own.
 *
 * <p>What is wrapped throws what it threw before, and {@link LimitExceededError} if a limit is
 * exceeded. Thread-safe.
 */
public final class LimitedCalls {
  private final ResourceTracker tracker;

  LimitedCalls(ResourceTracker tracker) {
    this.tracker = tracker;
  }

  /** A task whose every call is limited. */
  public <T extends @Nullable Object> Callable<T> callable(Callable<T> task) {
    return () -> call(task);
  }

  /** A function whose every call is limited. */
  public <A extends @Nullable Object, T extends @Nullable Object> Function<A, T> function(
      Function<A, T> function) {
    return argument -> {
      try {
        return call(() -> function.apply(argument));
      } catch (RuntimeException failure) {
        throw failure;
      } catch (Exception impossible) {
        throw new AssertionError("a Function throws no checked exceptions", impossible);
      }
    };
  }

  /**
   * An object whose every method of an interface is limited; those of {@link Object} are not.
   *
   * @throws IllegalArgumentException if {@code type} is no interface, or cannot be implemented
   */
  public <T> T object(Class<T> type, T object) {
    if (!type.isInterface()) {
      throw new IllegalArgumentException(
          type.getName() + " is no interface: only methods of interfaces can be limited");
    }
    for (Method method : type.getMethods()) {
      if (!method.trySetAccessible()) {
        throw new IllegalArgumentException(
            type.getName() + " is not accessible: make it public, or export its package");
      }
    }
    Object limited =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              if (method.getDeclaringClass() == Object.class) {
                return switch (method.getName()) {
                  case "equals" -> arguments != null && proxy == arguments[0];
                  case "hashCode" -> System.identityHashCode(proxy);
                  default -> "limited " + object;
                };
              }
              if (!method.trySetAccessible()) {
                throw new IllegalStateException(method + " is not accessible any more");
              }
              try {
                return call(() -> method.invoke(object, arguments));
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
            });
    return type.cast(limited);
  }

  private <T extends @Nullable Object> T call(Callable<T> body) throws Exception {
    return tracker
        .run(
            () -> {
              tracker.charge(Resource.HOST_CALLS, 1);
              return body.call();
            })
        .value();
  }
}
