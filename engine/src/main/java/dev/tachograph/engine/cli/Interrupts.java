package dev.tachograph.engine.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;

/**
 * Lets a run end in good order on Ctrl-C and on a polite kill.
 *
 * <p>A shutdown hook would be too late to choose the exit code. The class for signals is one that
 * every JDK has but that no program may name without a compiler warning, hence the reflection.
 */
final class Interrupts {
  private static final List<String> SIGNALS = List.of("INT", "TERM");

  private Interrupts() {}

  /** Calls the action, on a thread of the JVM, when the process is asked to end. */
  static void onInterrupt(Runnable action) {
    for (String signal : SIGNALS) {
      try {
        handle(signal, action);
      } catch (ReflectiveOperationException unsupported) {
        // The JVM was started with -Xrs or is a reduced one: the process just ends, as ever.
      }
    }
  }

  private static void handle(String name, Runnable action) throws ReflectiveOperationException {
    Class<?> signalType = Class.forName("sun.misc.Signal");
    Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    Method handle = signalType.getMethod("handle", signalType, handlerType);
    Object signal = signalType.getConstructor(String.class).newInstance(name);
    Object previous = handle.invoke(null, signal, handler(handlerType, action));
    if (handlerType.getField("SIG_IGN").get(null).equals(previous)) {
      handle.invoke(null, signal, previous); // somebody like nohup wants it ignored
    }
  }

  private static Object handler(Class<?> type, Runnable action) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          if (method.getName().equals("handle")) {
            action.run();
          }
          return null;
        });
  }
}
