package dev.tachograph.bench.peers.child;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.regex.Pattern;

/** What this process has used. */
final class Clock {
  private static final com.sun.management.OperatingSystemMXBean SYSTEM =
      (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final Pattern COMPILER = Pattern.compile("Compiler|JVMCI|libgraal");
  private static final int WINDOWS = 10;
  private static final long WINDOW_MILLIS = 100;

  private Clock() {}

  /** CPU time of all threads, those of the JVM included. */
  static long cpuNanos() {
    return SYSTEM.getProcessCpuTime();
  }

  /** Whether no thread works any more, those apart that compile for the JVM. */
  static boolean isIdle() throws InterruptedException {
    for (int i = 0; i < WINDOWS; i++) {
      long cpu = threadsNanos();
      Thread.sleep(WINDOW_MILLIS);
      if (threadsNanos() - cpu < WINDOW_MILLIS * 1_000_000 / 2) {
        return true;
      }
    }
    return false;
  }

  private static long threadsNanos() {
    long sum = 0;
    for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
      if (thread != null && !COMPILER.matcher(thread.getThreadName()).find()) {
        sum += Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId()));
      }
    }
    return sum;
  }
}
