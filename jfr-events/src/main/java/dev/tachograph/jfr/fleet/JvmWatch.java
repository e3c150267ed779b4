package dev.tachograph.jfr.fleet;

import dev.tachograph.jfr.reader.RecordReader;
import dev.tachograph.meter.internal.BackgroundThreads;
import dev.tachograph.meter.management.SuspensionView;
import java.io.IOException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Keeps the way to one JVM of a fleet open, and tells it what is to stop. Thread-safe.
 *
 * <p>A thread of its own makes all calls, for they hang when the JVM does.
 */
final class JvmWatch implements AutoCloseable {
  private static final long RETRY_MILLIS = 1000;
  private static final long LIVE_MILLIS = 200;

  private final JvmAddress address;
  private final Fleet fleet;
  private final RecordReader reader;
  private final JvmStanding standing;
  private final Thread thread;
  private final Semaphore wakes = new Semaphore(0);
  private volatile boolean closed;

  JvmWatch(JvmAddress address, Fleet fleet, RecordReader reader) {
    this.address = address;
    this.fleet = fleet;
    this.reader = reader;
    standing = new JvmStanding(address.toString(), fleet, reader);
    thread = new BackgroundThreads("tachograph-fleet " + address).newThread(this::run);
  }

  void start() {
    thread.start();
  }

  JvmStanding standing() {
    return standing;
  }

  private void run() {
    boolean gone = false;
    while (!closed && !gone) {
      String reason;
      try (JvmLink link = address.open(reader)) {
        serve(link);
        reason = "the connection to it broke";
      } catch (ProcessGoneException ended) {
        reason = words(ended);
        gone = true;
      } catch (IOException | RuntimeException | LinkageError failure) {
        reason = words(failure);
      }
      if (!closed) {
        standing.lost(reason);
        boolean unused = pause(RETRY_MILLIS);
      }
    }
  }

  /** Until the JVM is gone. */
  private void serve(JvmLink link) {
    var unused = link.lost().thenRun(this::wake);
    standing.connected(
        link,
        link.governor().getSuspensions().stream()
            .filter(suspension -> suspension.getBy().equals(fleet.name()))
            .map(SuspensionView::getAccount)
            .collect(Collectors.toSet()));
    while (!closed && !link.lost().isDone()) {
      settle(link);
      watch(link);
    }
  }

  /** Until there may be something to do, or it is time to try again. */
  private void watch(JvmLink link) {
    for (long waited = 0; waited < RETRY_MILLIS; waited += LIVE_MILLIS) {
      fleet.ask(link, reader);
      if (pause(LIVE_MILLIS)) {
        return;
      }
    }
  }

  /** Makes the JVM stop what is to be stopped, and let go on what may. */
  private void settle(JvmLink link) {
    Map<String, String> stopped = fleet.stopped();
    Set<String> suspended = standing.suspended();
    stopped.forEach(
        (account, reason) -> {
          if (!suspended.contains(account)) {
            attempt(
                account,
                () ->
                    standing.suspended(
                        account, link.governor().suspend(account, fleet.name(), reason)));
          }
        });
    for (String account : suspended) {
      if (!stopped.containsKey(account)) {
        attempt(
            account,
            () -> {
              boolean unused = link.governor().resume(account, fleet.name());
              standing.resumed(account);
            });
      }
    }
  }

  /** What fails comes again the next time. The proxy wraps what it may not throw. */
  private void attempt(String account, Runnable call) {
    try {
      call.run();
    } catch (RuntimeException failure) {
      standing.failed(account, words(failure));
    }
  }

  /** There may be something to do. */
  void wake() {
    wakes.release();
  }

  /** Returns whether somebody woke this before the time was over. */
  private boolean pause(long millis) {
    try {
      boolean woken = wakes.tryAcquire(millis, TimeUnit.MILLISECONDS);
      wakes.drainPermits();
      return woken;
    } catch (InterruptedException stop) {
      closed = true;
      return true;
    }
  }

  /** Begins to end; accounts that are suspended stay so. */
  @Override
  public void close() {
    closed = true;
    wake();
  }

  /** Waits for the end, but not longer for a JVM that hangs. */
  void awaitEnd(long millis) throws InterruptedException {
    thread.join(Math.max(1, millis));
  }

  private static String words(Throwable failure) {
    Throwable cause =
        failure instanceof UndeclaredThrowableException wrapped && wrapped.getCause() != null
            ? wrapped.getCause()
            : failure;
    String message = cause.getMessage();
    return message == null
        ? cause.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
