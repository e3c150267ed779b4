package dev.tachograph.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Scheduler;
import dev.tachograph.meter.Ticker;
import dev.tachograph.meter.internal.BackgroundThreads;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.ContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All scopes of an engine that were built ahead: so many of each shape, and so many together, for
 * each takes about 240 KB. A shape that nobody asks for gives its scopes up. Thread-safe.
 */
final class RealmStock implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RealmStock.class);

  private final ContextFactory factory;
  private final int perShape;
  private final int together;
  private final Cache<RealmShape, RealmPool> pools;
  private final AtomicInteger available = new AtomicInteger();
  private final LongAdder taken = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final AtomicInteger inUse = new AtomicInteger();
  private final ExecutorService filler =
      Executors.newSingleThreadExecutor(new BackgroundThreads("tachograph-scopes"));

  /**
   * @param perShape how many scopes of one shape are kept ready
   * @param together how many in all
   * @param idle after how long a shape is given up
   */
  RealmStock(ContextFactory factory, int perShape, int together, Duration idle, Ticker ticker) {
    this.factory = factory;
    this.perShape = perShape;
    this.together = together;
    pools =
        Caffeine.newBuilder()
            .expireAfterAccess(idle)
            .ticker(ticker::nanos)
            .scheduler(Scheduler.systemScheduler())
            .executor(Runnable::run)
            .removalListener(RealmStock::givenUp)
            .build();
  }

  private static void givenUp(
      @Nullable RealmShape shape, @Nullable RealmPool pool, RemovalCause cause) {
    if (pool != null) {
      pool.close();
    }
  }

  RealmPool pool(RealmShape shape) {
    return pools.get(shape, key -> new RealmPool(factory, key, this));
  }

  /** Whether a pool that has so many is to have another. */
  boolean wants(int ready) {
    return ready < perShape && available.get() < together;
  }

  /**
   * Runs a filling.
   *
   * @return false if the engine is closed
   */
  boolean inBackground(Runnable filling) {
    try {
      filler.execute(
          () -> {
            try {
              filling.run();
            } catch (RuntimeException | Error failure) {
              LOG.warn("no scope could be built ahead; evaluations build their own", failure);
            }
          });
      return true;
    } catch (RejectedExecutionException closed) {
      return false;
    }
  }

  void built() {
    available.incrementAndGet();
  }

  void dropped() {
    available.decrementAndGet();
  }

  void taken(boolean wasReady) {
    taken.increment();
    inUse.incrementAndGet();
    if (wasReady) {
      dropped();
    } else {
      misses.increment();
    }
  }

  /** The evaluation that took a scope ended. */
  void thrownAway() {
    inUse.decrementAndGet();
  }

  /** Looks for idle shapes, which otherwise happens when something is asked for. */
  ScopeMetrics metrics() {
    pools.cleanUp();
    return new ScopeMetrics(available.get(), inUse.get(), taken.sum(), misses.sum());
  }

  @Override
  public void close() {
    filler.shutdownNow();
    pools.invalidateAll();
    pools.cleanUp();
  }
}
