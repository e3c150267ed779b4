package dev.tachograph.meter.internal;

import java.util.concurrent.ThreadFactory;

/**
 * Makes daemon threads that keep nothing of whoever happened to need the first one: neither its
 * thread group nor its class loaders nor its inheritable thread-locals. Such a thread may outlive a
 * script's thread, or an application that is taken out of its server.
 */
public final class BackgroundThreads implements ThreadFactory {
  private final String name;
  private final long stackBytes;

  /**
   * @param name of all threads
   */
  public BackgroundThreads(String name) {
    this(name, 0);
  }

  /**
   * @param name of all threads
   * @param stackBytes how large their stacks may grow, 0 for the JVM's usual size
   */
  public BackgroundThreads(String name, long stackBytes) {
    this.name = name;
    this.stackBytes = stackBytes;
  }

  @Override
  public Thread newThread(Runnable work) {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group != null && group.getParent() != null) {
      group = group.getParent();
    }
    ThreadGroup root = group;
    Thread thread = Detached.call(() -> new Thread(root, work, name, stackBytes, false));
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }
}
