package dev.tachograph.bench.peers.child;

import java.lang.management.ManagementFactory;

/** What this process has used. */
final class Clock {
  private static final com.sun.management.OperatingSystemMXBean SYSTEM =
      (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private Clock() {}

  /** CPU time of all threads, those of the JVM included. */
  static long cpuNanos() {
    return SYSTEM.getProcessCpuTime();
  }
}
