package dev.tachograph.meter;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.jspecify.annotations.Nullable;

/**
 * What the clocks of the JVM say about a thread at one moment.
 *
 * @param cpuNanos its CPU time; 0 when unknown
 * @param wallNanos the time of day of {@link System#nanoTime()}
 * @param allocatedBytes what it allocated; 0 when unknown
 */
record Measures(long cpuNanos, long wallNanos, long allocatedBytes) {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** HotSpot's extension, which a JVM need not have. */
  private static final @Nullable MethodHandle ALLOCATED = allocatedBytesOfThread();

  private static final boolean CPU =
      THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();

  /** Of the calling thread. */
  static Measures ofCurrentThread() {
    return of(Thread.currentThread());
  }

  /** Of a thread that runs or ran; an ended or a virtual one has no CPU time. */
  static Measures of(Thread thread) {
    boolean own = thread == Thread.currentThread();
    long cpu =
        !CPU ? 0 : own ? THREADS.getCurrentThreadCpuTime() : THREADS.getThreadCpuTime(id(thread));
    return new Measures(Math.max(0, cpu), System.nanoTime(), Math.max(0, allocated(thread)));
  }

  private static long allocated(Thread thread) {
    if (ALLOCATED == null) {
      return 0;
    }
    try {
      return (long) ALLOCATED.invokeExact(THREADS, id(thread));
    } catch (Throwable unsupported) {
      return 0;
    }
  }

  private static @Nullable MethodHandle allocatedBytesOfThread() {
    try {
      Class<?> hotspot = Class.forName("com.sun.management.ThreadMXBean");
      return MethodHandles.publicLookup()
          .findVirtual(
              hotspot, "getThreadAllocatedBytes", MethodType.methodType(long.class, long.class))
          .asType(MethodType.methodType(long.class, ThreadMXBean.class, long.class));
    } catch (ReflectiveOperationException | LinkageError none) {
      return null;
    }
  }

  @SuppressWarnings("deprecation") // threadId() came with Java 19
  private static long id(Thread thread) {
    return thread.getId();
  }

  long since(Measures start, Resource resource) {
    return Math.max(
        0,
        switch (resource) {
          case CPU_TIME -> cpuNanos - start.cpuNanos;
          case WALL_TIME -> wallNanos - start.wallNanos;
          case JVM_ALLOCATED_BYTES -> allocatedBytes - start.allocatedBytes;
          default -> throw new IllegalArgumentException(resource + " is counted, not measured");
        });
  }
}
