package dev.tachograph.jfr.fleet;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import javax.management.remote.JMXServiceURL;

/** The way to the JMX of a JVM on this host that was not started with it. */
final class LocalJvm {
  private LocalJvm() {}

  /**
   * Starts the JMX of a process for users of this host alone, as consoles do.
   *
   * @throws IOException if it is no JVM, or another user's, or one that does not want this
   */
  static JMXServiceURL connector(long pid) throws IOException {
    try {
      // By name, and from where the JDK's tools are: the agent's own loader does not see them.
      Class<?> machines =
          Class.forName(
              "com.sun.tools.attach.VirtualMachine", true, ClassLoader.getSystemClassLoader());
      Object machine = machines.getMethod("attach", String.class).invoke(null, Long.toString(pid));
      try {
        Object url = machines.getMethod("startLocalManagementAgent").invoke(machine);
        return new JMXServiceURL(String.valueOf(url));
      } finally {
        machines.getMethod("detach").invoke(machine);
      }
    } catch (ClassNotFoundException noTools) {
      throw new IOException(
          "this Java has no module jdk.attach to reach processes with: use a JDK, or JMX", noTools);
    } catch (InvocationTargetException failed) {
      throw new IOException(
          "process %d cannot be attached to: %s".formatted(pid, failed.getCause()), failed);
    } catch (ReflectiveOperationException impossible) {
      throw new LinkageError("jdk.attach is not as documented", impossible);
    }
  }
}
