package dev.tachograph.meter.attribution;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** How much CPU time threads have used. */
interface ThreadClock {
  /** In nanoseconds; below 0 if it is not known, as of virtual threads and of those that ended. */
  long nanos(Thread thread);

  static ThreadClock ofThisJvm() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    if (!threads.isThreadCpuTimeSupported() || !threads.isThreadCpuTimeEnabled()) {
      return thread -> -1;
    }
    return thread ->
        thread == Thread.currentThread()
            ? threads.getCurrentThreadCpuTime()
            : threads.getThreadCpuTime(thread.getId());
  }
}
