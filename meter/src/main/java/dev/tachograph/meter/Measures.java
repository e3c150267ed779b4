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
 * @param cpuNanos its CPU time; {@link Usage#UNKNOWN} where the JVM cannot say
 * @param wallNanos the time of {@link System#nanoTime()}
 * @param allocatedBytes what it allocated; {@link Usage#UNKNOWN} where the JVM cannot say
 */
record Measures(long cpuNanos, long wallNanos, long allocatedBytes) {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** HotSpot's extension, which a JVM need not have. */
  private static final @Nullable MethodHandle ALLOCATED = allocatedBytesOfThread();

  /** Java 21's; the JVM measures carriers, not the virtual threads on them. */
  private static final @Nullable MethodHandle IS_VIRTUAL = isVirtualThread();

  private static final boolean CPU = THREADS.isThreadCpuTimeSupported();

  /** Of a thread that runs; of an ended or a virtual one the JVM knows no more than the time. */
  static Measures of(Thread thread) {
    if (isVirtual(thread)) {
      return new Measures(Usage.UNKNOWN, System.nanoTime(), Usage.UNKNOWN);
    }
    return new Measures(cpu(thread), System.nanoTime(), allocated(thread));
  }

  /** The same start, moved by what went by between two others: as if that had not been. */
  Measures without(Measures from, Measures to) {
    return new Measures(
        moved(cpuNanos, from.cpuNanos, to.cpuNanos),
        wallNanos + to.wallNanos - from.wallNanos,
        moved(allocatedBytes, from.allocatedBytes, to.allocatedBytes));
  }

  /** The same without their time alone. */
  Measures withoutTime(Measures from, Measures to) {
    return new Measures(cpuNanos, without(from, to).wallNanos, allocatedBytes);
  }

  /** The same without their work: their time passes for both. */
  Measures withoutWork(Measures from, Measures to) {
    return new Measures(without(from, to).cpuNanos, wallNanos, without(from, to).allocatedBytes);
  }

  private static long moved(long start, long from, long to) {
    return start == Usage.UNKNOWN || from == Usage.UNKNOWN || to == Usage.UNKNOWN
        ? start
        : start + to - from;
  }

  private static long cpu(Thread thread) {
    if (!CPU) {
      return Usage.UNKNOWN;
    }
    return thread == Thread.currentThread()
        ? THREADS.getCurrentThreadCpuTime()
        : THREADS.getThreadCpuTime(id(thread));
  }

  private static long allocated(Thread thread) {
    if (ALLOCATED == null) {
      return Usage.UNKNOWN;
    }
    try {
      return (long) ALLOCATED.invokeExact(THREADS, id(thread));
    } catch (UnsupportedOperationException unsupported) {
      return Usage.UNKNOWN;
    } catch (Throwable failure) {
      throw raise(failure);
    }
  }

  private static boolean isVirtual(Thread thread) {
    if (IS_VIRTUAL == null) {
      return false;
    }
    try {
      return (boolean) IS_VIRTUAL.invokeExact(thread);
    } catch (Throwable failure) {
      throw raise(failure);
    }
  }

  /** The end of the stack or of the heap: these methods declare nothing else. */
  private static Error raise(Throwable failure) {
    return failure instanceof Error error ? error : new LinkageError("a clock failed", failure);
  }

  private static @Nullable MethodHandle allocatedBytesOfThread() {
    try {
      Class<?> hotspot = Class.forName("com.sun.management.ThreadMXBean");
      if (!hotspot.isInstance(THREADS)) {
        return null;
      }
      return MethodHandles.publicLookup()
          .findVirtual(
              hotspot, "getThreadAllocatedBytes", MethodType.methodType(long.class, long.class))
          .asType(MethodType.methodType(long.class, ThreadMXBean.class, long.class));
    } catch (ReflectiveOperationException | LinkageError none) {
      return null;
    }
  }

  private static @Nullable MethodHandle isVirtualThread() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(Thread.class, "isVirtual", MethodType.methodType(boolean.class));
    } catch (ReflectiveOperationException before21) {
      return null;
    }
  }

  @SuppressWarnings("deprecation") // threadId() came with Java 19
  private static long id(Thread thread) {
    return thread.getId();
  }

  /** What was used of a measured resource from {@code start} to here, or UNKNOWN. */
  long since(Measures start, Resource resource) {
    return switch (resource) {
      case CPU_TIME -> difference(start.cpuNanos, cpuNanos);
      case WALL_TIME -> Math.max(0, wallNanos - start.wallNanos);
      case JVM_ALLOCATED_BYTES -> difference(start.allocatedBytes, allocatedBytes);
      default -> throw new IllegalArgumentException(resource + " is counted, not measured");
    };
  }

  private static long difference(long start, long end) {
    return start < 0 || end < 0 ? Usage.UNKNOWN : Math.max(0, end - start);
  }
}
