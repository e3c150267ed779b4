package dev.tachograph.bench.accuracy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The CPU time of the thread that asks, from the best source that is not the meter's. */
enum ThreadCpu {
  /** What the scheduler of Linux books, at each switch and each tick. */
  SCHEDSTAT("/proc/thread-self/schedstat") {
    @Override
    long nanos() {
      return Long.parseLong(read().split(" ", 2)[0]);
    }
  },
  /** The same in hundredths of a second, as kernels without {@link #SCHEDSTAT} have it. */
  STAT("/proc/thread-self/stat") {
    @Override
    long nanos() {
      String afterName = read().substring(read().lastIndexOf(')') + 2);
      String[] fields = afterName.split(" ", -1);
      return TICK_NANOS * (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]));
    }
  },
  /** The JVM, which is what the meter asks, too. */
  JVM("ThreadMXBean") {
    @Override
    long nanos() {
      return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
  };

  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  /** Counted from the field after the name. */
  private static final int USER = 11;

  private static final int SYSTEM = 12;

  private final String source;

  ThreadCpu(String source) {
    this.source = source;
  }

  /** What is there. */
  static ThreadCpu best() {
    if (SCHEDSTAT.isReadable() && SCHEDSTAT.nanos() > 0) {
      return SCHEDSTAT;
    }
    return STAT.isReadable() ? STAT : JVM;
  }

  /** Since the thread began. */
  abstract long nanos();

  /** For reports. */
  String source() {
    return source;
  }

  final String read() {
    try {
      return Files.readString(Path.of(source)).strip();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  private boolean isReadable() {
    return Files.isReadable(Path.of(source));
  }
}
