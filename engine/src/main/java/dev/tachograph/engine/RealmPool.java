package dev.tachograph.engine;

import dev.tachograph.meter.internal.BackgroundThreads;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stock of scopes of one environment, built ahead in the background. Who finds it empty builds
 * one himself and does not wait. Thread-safe.
 */
final class RealmPool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RealmPool.class);

  private final ContextFactory factory;
  private final Environment environment;
  private final int target;
  private final ConcurrentLinkedQueue<Realm> stock = new ConcurrentLinkedQueue<>();
  private final AtomicInteger available = new AtomicInteger();
  private final AtomicBoolean filling = new AtomicBoolean();
  private final LongAdder taken = new LongAdder();
  private final LongAdder misses = new LongAdder();
  private final ExecutorService filler =
      Executors.newSingleThreadExecutor(new BackgroundThreads("tachograph-scopes"));

  /**
   * @param target how many scopes are kept ready
   */
  RealmPool(ContextFactory factory, Environment environment, int target) {
    this.factory = factory;
    this.environment = environment;
    this.target = target;
  }

  /** Takes a scope; on a thread that is in the Context given. */
  Realm take(Context cx) {
    taken.increment();
    Realm ready = stock.poll();
    if (ready != null) {
      available.decrementAndGet();
      fill();
      return ready;
    }
    misses.increment();
    fill();
    return Realm.build(cx, environment);
  }

  /** Fills the stock in the background, if nobody does. */
  void fill() {
    if (available.get() < target && filling.compareAndSet(false, true)) {
      try {
        filler.execute(this::fillUp);
      } catch (RejectedExecutionException closed) {
        filling.set(false);
      }
    }
  }

  private void fillUp() {
    try {
      while (available.get() < target && !filler.isShutdown()) {
        stock.add(build());
        available.incrementAndGet();
      }
    } catch (RuntimeException | Error failure) {
      LOG.warn("no scope could be built ahead; evaluations build their own", failure);
    } finally {
      filling.set(false);
    }
  }

  /** Builds a scope on a thread without a Context. */
  Realm build() {
    Context cx = factory.enterContext();
    try {
      cx.setInterpretedMode(true); // a prelude runs once
      return Realm.build(cx, environment);
    } finally {
      Context.exit();
    }
  }

  int available() {
    return available.get();
  }

  long taken() {
    return taken.sum();
  }

  /** How often the stock was empty. */
  long misses() {
    return misses.sum();
  }

  @Override
  public void close() {
    filler.shutdownNow();
    stock.clear();
    available.set(0);
  }
}
