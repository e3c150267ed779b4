package dev.tachograph.agent;

import dev.tachograph.jfr.fleet.FleetEvent;
import dev.tachograph.jfr.fleet.FleetEvent.Kind;
import dev.tachograph.jfr.fleet.FleetTracker;
import dev.tachograph.jfr.fleet.Governors;
import dev.tachograph.jfr.fleet.JvmAddress;
import dev.tachograph.meter.Resource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program that tracks its own JVM: prints how often scripts ran until they were stopped. */
final class SelfTracker {
  private static final long LIMIT = 50_000;

  private final LinkedBlockingQueue<FleetEvent> news = new LinkedBlockingQueue<>();

  private SelfTracker() {}

  public static void main(String[] arguments) throws Exception {
    new SelfTracker().run();
  }

  private void run() throws IOException, InterruptedException {
    try (FleetTracker fleet = new FleetTracker("self", Duration.ofSeconds(10), news::add)) {
      fleet.setLimit("tenant", Resource.ITERATIONS, LIMIT);
      fleet.watch(JvmAddress.ofPid(ProcessHandle.current().pid()));
      await(Kind.WATCHING);
      long first = untilRefused();
      System.out.println("stopped at the limit: " + (first * 1000 >= LIMIT));
      fleet.setLimit("tenant", Resource.ITERATIONS, first * 1000 + LIMIT);
      await(Kind.RESUMED);
      long second = untilRefused();
      System.out.println("and at the next: " + (second * 1000 >= LIMIT));
      FleetEvent lost = news.poll();
      while (lost != null && lost.kind() != Kind.LOST) {
        lost = news.poll();
      }
      System.out.println("lost: " + lost);
      long own = ownFigure();
      long whole = (first + second) * 1000;
      System.out.println("at most two were stopped within: " + (own - whole < 2 * 1000));
      long used = 0;
      while (used != own) {
        used =
            Objects.requireNonNull(fleet.read().account("tenant")).ended().get(Resource.ITERATIONS);
      }
      System.out.println("all known");
    }
  }

  /** What this JVM itself counted. */
  private static long ownFigure() throws IOException {
    return Objects.requireNonNull(
            Governors.find(ManagementFactory.getPlatformMBeanServer()).account("tenant"))
        .getUsage()
        .get("iterations");
  }

  /** Returns how many ran to their end; the next is refused, or stopped within. */
  private static long untilRefused() {
    long runs = 0;
    while (!ScriptHost.evaluate("a.js", "for (var i = 0; i < 1000; i++);").contains("suspended")) {
      runs++;
    }
    return runs;
  }

  private void await(Kind kind) throws InterruptedException {
    FleetEvent event;
    do {
      event = news.poll(1, TimeUnit.MINUTES);
      if (event == null) {
        throw new AssertionError("no news of " + kind);
      }
      System.out.println(event.kind().key());
    } while (event.kind() != kind);
  }
}
