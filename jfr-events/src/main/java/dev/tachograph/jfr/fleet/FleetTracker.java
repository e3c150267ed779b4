package dev.tachograph.jfr.fleet;

import dev.tachograph.jfr.fleet.FleetEvent.Kind;
import dev.tachograph.jfr.reader.RecordReader;
import dev.tachograph.jfr.reader.RecordSource;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.internal.BackgroundThreads;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bounds what accounts use in several JVMs together. Thread-safe.
 *
 * <p>Their events say what was used; when an account reaches a limit, it is suspended in every JVM,
 * and resumed when the limit is raised. Events come late, so JVMs are also asked five times a
 * second. What is used until then, less than a second as a rule, is beyond the limit: a JVM's own
 * limits are those that nothing exceeds.
 *
 * <p>A JVM that dies, hangs or restarts keeps its figures, and what could not be told to a JVM is
 * tried until it can. Totals begin with the first recording of each JVM, at the latest when it is
 * watched.
 */
public final class FleetTracker implements AutoCloseable {
  /** The name by which accounts are suspended unless somebody gives another one. */
  public static final String NAME = "fleet";

  /** After so much silence a JVM hangs unless somebody says otherwise. */
  public static final Duration HUNG_AFTER = Duration.ofSeconds(10);

  private static final long LOOK_MILLIS = 100;
  private static final long CLOSING_MILLIS = 5000;

  private final String name;
  private final Duration hungAfter;
  private final Consumer<FleetEvent> listener;
  private final FleetLedger ledger = new FleetLedger();
  private final List<JvmWatch> watches = new CopyOnWriteArrayList<>();
  private final ExecutorService news =
      Executors.newSingleThreadExecutor(new BackgroundThreads("tachograph-fleet-news"));
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(new BackgroundThreads("tachograph-fleet"));

  /** Why accounts must stop; the map is never changed. */
  private volatile Map<String, String> stopped = Map.of();

  /**
   * Watches nothing yet.
   *
   * @param listener told of everything that happens, one after the other, on a thread of its own
   */
  public FleetTracker(Consumer<FleetEvent> listener) {
    this(NAME, HUNG_AFTER, listener);
  }

  /**
   * Watches nothing yet.
   *
   * @param name by which accounts are suspended. A tracker lifts what one of the same name left
   *     suspended, so two at the same JVMs need two names
   * @param hungAfter after how much silence a JVM is said to hang: more than 3 s, for events come
   *     in one to two
   * @param listener told of everything that happens, one after the other, on a thread of its own
   * @throws IllegalArgumentException if the name is empty, or the time is shorter
   */
  public FleetTracker(String name, Duration hungAfter, Consumer<FleetEvent> listener) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a tracker needs a name");
    }
    if (hungAfter.compareTo(Duration.ofSeconds(3)) <= 0) {
      throw new IllegalArgumentException(
          "hung after %s: it is more than 3 s, because events take up to 2 s".formatted(hungAfter));
    }
    this.name = name;
    this.hungAfter = hungAfter;
    this.listener = listener;
    var unused =
        looks.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /**
   * Watches a JVM from now on, and returns at once; tries until it is there.
   *
   * @throws IllegalStateException if the tracker is closed
   */
  public void watch(JvmAddress address) {
    if (looks.isShutdown()) {
      throw new IllegalStateException("the tracker is closed");
    }
    RecordReader reader = RecordReader.ofTotals();
    JvmWatch watch = new JvmWatch(address, fleet, reader);
    ledger.add(reader);
    watches.add(watch);
    watch.start();
  }

  /**
   * Adds what a recording says: what JVMs used that are no more. One that is also watched is not
   * counted twice.
   *
   * @throws IOException if it is no recording, or damaged; what could be read is counted
   */
  public void readFile(Path recording) throws IOException {
    RecordReader reader = RecordReader.ofTotals();
    ledger.add(reader);
    RecordSource.readFile(recording, reader);
  }

  /**
   * Bounds what an account and those below it may use in all JVMs together. May be changed at any
   * time: a raised limit lets the account go on.
   *
   * @param limit 0 or more; {@link Long#MAX_VALUE} is unlimited
   * @throws IllegalArgumentException if the limit is negative, or the resource is no sum
   * @throws IllegalStateException if the tracker is closed
   */
  public void setLimit(String account, Resource resource, long limit) {
    if (limit < 0) {
      throw new IllegalArgumentException("a limit of %d: it is 0 or more".formatted(limit));
    }
    if (resource.kind() != Resource.Kind.SUM) {
      throw new IllegalArgumentException(
          resource.key() + " is no sum: what several JVMs use of it cannot be added up");
    }
    ledger.limit(account, resource, limit);
    try {
      looks.execute(this::look);
    } catch (RejectedExecutionException closed) {
      throw new IllegalStateException("the tracker is closed", closed);
    }
  }

  /** How everything stands now. Takes time in proportion to accounts and JVMs. */
  public FleetReading read() {
    Map<String, String> reasons = stopped;
    List<FleetAccount> accounts = new ArrayList<>();
    for (String id : ledger.accountIds()) {
      accounts.add(ledger.account(id).with(reasons.get(id)));
    }
    return new FleetReading(
        Instant.now(), watches.stream().map(watch -> watch.standing().read()).toList(), accounts);
  }

  /** On one thread. */
  private void look() {
    try {
      Map<String, String> before = stopped;
      Map<String, String> now = ledger.spent();
      now.replaceAll((account, reason) -> before.getOrDefault(account, reason));
      if (!now.equals(before)) {
        stopped = Map.copyOf(now);
        tellChanges(before, now);
        watches.forEach(JvmWatch::wake);
      }
      watches.forEach(watch -> watch.standing().look());
    } catch (RuntimeException | Error failure) {
      report(failure); // and look again: thrown, it would end all looks
    }
  }

  private void tellChanges(Map<String, String> before, Map<String, String> now) {
    now.forEach(
        (account, reason) -> {
          if (!before.containsKey(account)) {
            fleet.tell(Kind.LIMIT_REACHED, null, account, reason);
          }
        });
    for (String account : before.keySet()) {
      if (!now.containsKey(account)) {
        fleet.tell(Kind.LIMIT_LIFTED, null, account, "it is below its limits");
      }
    }
  }

  private final Fleet fleet =
      new Fleet() {
        @Override
        public String name() {
          return name;
        }

        @Override
        public Duration hungAfter() {
          return hungAfter;
        }

        @Override
        public Map<String, String> stopped() {
          return stopped;
        }

        @Override
        public void ask(JvmLink link, RecordReader reader) {
          ledger.ask(link, reader, stopped.keySet());
        }

        @Override
        public void tell(
            Kind kind, @Nullable String jvm, @Nullable String account, String message) {
          FleetEvent event = new FleetEvent(Instant.now(), kind, jvm, account, message);
          try {
            news.execute(() -> hear(event));
          } catch (RejectedExecutionException closed) {
            // Nobody listens any more.
          }
        }
      };

  private void hear(FleetEvent event) {
    try {
      listener.accept(event);
    } catch (RuntimeException | Error failure) {
      report(failure);
    }
  }

  private static void report(Throwable failure) {
    Thread thread = Thread.currentThread();
    thread.getUncaughtExceptionHandler().uncaughtException(thread, failure);
  }

  /**
   * Watches nothing any more. Accounts that are suspended stay so. Waits some seconds for JVMs to
   * end the recordings that they made for this.
   */
  @Override
  public void close() {
    looks.shutdownNow();
    watches.forEach(JvmWatch::close);
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSING_MILLIS);
    try {
      for (JvmWatch watch : watches) {
        watch.awaitEnd(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    news.shutdown();
  }
}
