package dev.tachograph.meter;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Holds a part of an account's resource until it is closed, on any thread; closing it again does
 * nothing. Thread-safe.
 */
public final class ResourceGuard implements AutoCloseable {
  private final Resource resource;
  private final long amount;
  private final Runnable release;
  private final AtomicBoolean closed = new AtomicBoolean();

  ResourceGuard(Resource resource, long amount, Runnable release) {
    this.resource = resource;
    this.amount = amount;
    this.release = release;
  }

  /** What is held. */
  public Resource resource() {
    return resource;
  }

  /** How much of it is held, in its unit. */
  public long amount() {
    return amount;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      release.run();
    }
  }

  @Override
  public String toString() {
    return resource.words(amount) + " of " + resource.key() + (closed.get() ? ", released" : "");
  }
}
