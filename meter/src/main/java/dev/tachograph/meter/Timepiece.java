package dev.tachograph.meter;

import java.util.concurrent.locks.LockSupport;

/** Where the times of threads come from, and the watchdog's sleep. Tests turn one by hand. */
interface Timepiece {
  /** As {@link System#nanoTime}. */
  long nanos();

  /** What the JVM says of a thread now. Costs a microsecond or so. */
  Measures of(Thread thread);

  /** Lets the calling thread sleep; it may wake up early, and does when it is unparked. */
  void sleep(Object blocker, long nanos);

  /** The JVM's own. */
  static Timepiece jvm() {
    return Jvm.INSTANCE;
  }

  /** The clocks of this JVM. */
  enum Jvm implements Timepiece {
    INSTANCE;

    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public Measures of(Thread thread) {
      return Measures.of(thread);
    }

    @Override
    public void sleep(Object blocker, long nanos) {
      LockSupport.parkNanos(blocker, nanos);
    }
  }
}
