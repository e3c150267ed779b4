package dev.tachograph.meter.monitor;

import dev.tachograph.meter.ListenerRegistration;
import dev.tachograph.meter.internal.BackgroundThreads;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Brings news to listeners, each on a daemon thread of its own that lives while there is something
 * to tell, through a bounded queue of its own: one that is slow, hangs or throws concerns nobody
 * else. Thread-safe; telling never waits.
 */
final class Delivery<T> implements AutoCloseable {
  private final String name;
  private final int queueSize;
  private final List<ThreadPoolExecutor> threads = new CopyOnWriteArrayList<>();
  private final List<Consumer<T>> lanes = new CopyOnWriteArrayList<>();
  private final AtomicLong dropped = new AtomicLong();

  Delivery(String name, int queueSize) {
    this.name = name;
    this.queueSize = queueSize;
  }

  /** What the listener throws goes to the uncaught exception handler of its thread. */
  ListenerRegistration listen(Consumer<? super T> listener) {
    ThreadPoolExecutor thread =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queueSize),
            new BackgroundThreads(name),
            (news, full) -> dropped.incrementAndGet());
    thread.allowCoreThreadTimeOut(true);
    Consumer<T> lane = news -> thread.execute(() -> listener.accept(news));
    threads.add(thread);
    lanes.add(lane);
    return () -> {
      lanes.remove(lane);
      threads.remove(thread);
      thread.shutdown();
    };
  }

  void tell(T news) {
    lanes.forEach(lane -> lane.accept(news));
  }

  boolean isListening() {
    return !lanes.isEmpty();
  }

  /** How often a listener was not told, because its queue was full. */
  long dropped() {
    return dropped.get();
  }

  /** Takes nothing more; what waits is still delivered. */
  @Override
  public void close() {
    lanes.clear();
    threads.forEach(ThreadPoolExecutor::shutdown);
  }
}
