package dev.tachograph.jfr.fleet;

import dev.tachograph.meter.management.GovernorMXBean;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;

/** Finds what stops accounts in a JVM. */
public final class Governors {
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private Governors() {}

  /**
   * The governor of a JVM. It is awaited for two seconds: the agent registers it when JMX has
   * started, on a thread of its own.
   *
   * @throws IOException if the JVM does not answer, or has no agent
   */
  public static GovernorMXBean find(MBeanServerConnection connection) throws IOException {
    ObjectName name = name();
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!connection.isRegistered(name)) {
      if (System.nanoTime() - end > 0) {
        throw new IOException(
            "no Tachograph agent runs in that JVM. Remedy: attach it with the command attach, or"
                + " start the JVM with -javaagent:tachograph-agent.jar");
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException();
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return JMX.newMXBeanProxy(connection, name, GovernorMXBean.class);
  }

  /**
   * The same of a JVM whose accounts are to be limited.
   *
   * @throws IOException if the JVM does not answer, or has no agent that counts everything
   */
  static GovernorMXBean findForLimits(MBeanServerConnection connection) throws IOException {
    GovernorMXBean governor = find(connection);
    requireAllCounted(connection, name());
    return governor;
  }

  private static ObjectName name() {
    try {
      return new ObjectName(GovernorMXBean.NAME);
    } catch (MalformedObjectNameException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** An agent that counts only some resources says 0 of the others, and would never be stopped. */
  private static void requireAllCounted(MBeanServerConnection connection, ObjectName name)
      throws IOException {
    try {
      if (connection.getAttribute(name, "Weaving") instanceof CompositeData weaving
          && weaving.containsKey("only") // which earlier versions have not
          && weaving.get("only") instanceof String[] only
          && only.length > 0) {
        throw new IOException(
            "the agent in that JVM counts nothing but %s: start it without only= to watch it"
                .formatted(String.join("+", only)));
      }
    } catch (JMException unknown) {
      throw new IOException("that JVM does not say what it counts", unknown);
    }
  }
}
