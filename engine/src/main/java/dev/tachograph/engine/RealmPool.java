package dev.tachograph.engine;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.RhinoException;

/** The scopes of one shape that are ready. Thread-safe. */
final class RealmPool {
  private final ContextFactory factory;
  private final RealmShape shape;
  private final RealmStock stock;

  /** Knows its size without counting: each evaluation asks. */
  private final LinkedBlockingQueue<Realm> ready = new LinkedBlockingQueue<>();

  private final AtomicBoolean filling = new AtomicBoolean();
  private volatile boolean closed;

  /**
   * @param stock of which these scopes are a part
   */
  RealmPool(ContextFactory factory, RealmShape shape, RealmStock stock) {
    this.factory = factory;
    this.shape = shape;
    this.stock = stock;
  }

  /** Takes a scope; on a thread that is in the Context given. Who finds none ready builds one. */
  Realm take(Context cx) {
    Realm realm = ready.poll();
    stock.taken(realm != null);
    fill();
    if (realm != null) {
      return realm;
    }
    try {
      return Realm.build(cx, shape);
    } catch (RuntimeException | Error failure) {
      stock.thrownAway();
      throw failure;
    }
  }

  /**
   * Tries whether a scope can be built.
   *
   * @throws IllegalArgumentException if a prelude fails
   */
  void check() {
    if (!shape.preludes().isEmpty()) {
      try {
        build();
      } catch (RhinoException failure) {
        throw new IllegalArgumentException("the prelude fails: " + failure.getMessage(), failure);
      }
    }
  }

  /** Has the stock filled up in the background. */
  void fill() {
    if (!closed && stock.wants(ready.size()) && filling.compareAndSet(false, true)) {
      if (!stock.inBackground(this::fillUp)) {
        filling.set(false);
      }
    }
  }

  private void fillUp() {
    try {
      while (!closed && stock.wants(ready.size())) {
        ready.add(build());
        stock.built();
      }
    } finally {
      filling.set(false);
      if (closed) {
        drop();
      }
    }
  }

  private Realm build() {
    Context cx = factory.enterContext();
    try {
      return Realm.build(cx, shape);
    } finally {
      Context.exit();
    }
  }

  /** Gives up what is ready. */
  void close() {
    closed = true;
    drop();
  }

  private void drop() {
    while (ready.poll() != null) {
      stock.dropped();
    }
  }
}
