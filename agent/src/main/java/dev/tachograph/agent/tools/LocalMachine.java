package dev.tachograph.agent.tools;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A JVM on this host that was attached to, as the JDK's own tools do. By name, and from where those
 * are: the agent's own loader does not see them.
 */
final class LocalMachine implements AutoCloseable {
  private static final int PART = 8_192;
  private static final String MACHINE = "com.sun.tools.attach.VirtualMachine";

  private final long pid;
  private final Class<?> type;
  private final Object machine;

  private LocalMachine(long pid, Class<?> type, Object machine) {
    this.pid = pid;
    this.type = type;
    this.machine = machine;
  }

  /** Gives up in time by itself, and then leaves no file in the other's directory. */
  static void answerWithin(long millis) {
    System.setProperty("sun.tools.attach.attachTimeout", Long.toString(millis));
  }

  /**
   * Attaches to a JVM. May take for ever where that hangs.
   *
   * @throws AttachProblem if it cannot be
   */
  static LocalMachine attach(long pid) throws AttachProblem {
    Class<?> type = type();
    Object machine = call(pid, type, "attach", null, List.of(String.class), Long.toString(pid));
    if (machine == null) {
      throw new AttachProblem("process " + pid + " cannot be attached to");
    }
    return new LocalMachine(pid, type, machine);
  }

  /**
   * The JVMs that can be attached to, with their main classes and arguments. Asks none of them.
   *
   * @throws AttachProblem if this Java cannot attach to any
   */
  static Map<Long, String> attachable() throws AttachProblem {
    Map<Long, String> found = new TreeMap<>();
    Object all = call(0, type(), "list", null, List.of());
    for (Object each : all instanceof List<?> list ? list : List.of()) {
      Class<?> descriptor = each.getClass().getSuperclass();
      Object id = call(0, descriptor, "id", each, List.of());
      Object name = call(0, descriptor, "displayName", each, List.of());
      if (String.valueOf(id).matches("\\d+")) {
        found.put(Long.valueOf(String.valueOf(id)), String.valueOf(name));
      }
    }
    return found;
  }

  private static Class<?> type() throws AttachProblem {
    try {
      return Class.forName(MACHINE, true, ClassLoader.getSystemClassLoader());
    } catch (ClassNotFoundException noTools) {
      throw AttachProblem.noTools(noTools);
    }
  }

  /** Its system properties. */
  Properties systemProperties() throws AttachProblem {
    return (Properties) required("getSystemProperties", List.of());
  }

  /** What it says to a diagnostic command, as of {@code jcmd}. */
  String diagnostic(String command) throws AttachProblem {
    // Open to the command line alone, by Add-Exports in the manifest.
    Object answer =
        call(pid, machine.getClass(), "executeJCmd", machine, List.of(String.class), command);
    try (InputStream in = (InputStream) answer) {
      return in == null ? "" : new String(all(in), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw AttachProblem.of(pid, failed);
    }
  }

  /** JDK 17 cannot read an answer into the middle of an array, as {@code readAllBytes} does. */
  private static byte[] all(InputStream in) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] some = new byte[PART];
    for (int length = in.read(some); length >= 0; length = in.read(some)) {
      read.write(some, 0, length);
    }
    return read.toByteArray();
  }

  /** Loads an agent, and waits until its entry point has returned. */
  void loadAgent(String jar, String options) throws AttachProblem {
    call(pid, type, "loadAgent", machine, List.of(String.class, String.class), jar, options);
  }

  @Override
  public void close() throws AttachProblem {
    call(pid, type, "detach", machine, List.of());
  }

  private Object required(String method, List<Class<?>> parameters) throws AttachProblem {
    Object result = call(pid, type, method, machine, parameters);
    if (result == null) {
      throw new AttachProblem("process " + pid + " does not answer as documented");
    }
    return result;
  }

  private static @Nullable Object call(
      long pid,
      Class<?> type,
      String method,
      @Nullable Object target,
      List<Class<?>> parameters,
      Object... arguments)
      throws AttachProblem {
    try {
      return type.getMethod(method, parameters.toArray(new Class<?>[0])).invoke(target, arguments);
    } catch (InvocationTargetException failed) {
      throw AttachProblem.of(pid, failed.getCause());
    } catch (NoSuchMethodException | IllegalAccessException other) {
      throw new AttachProblem(
          "process " + pid + " is no HotSpot JVM, or this Java is none: " + method + " is missing");
    }
  }
}
