package dev.tachograph.agent;

import static dev.tachograph.agent.LoadedJvm.ACCOUNT;
import static dev.tachograph.meter.Resource.ITERATIONS;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.jfr.fleet.FleetAccount;
import dev.tachograph.jfr.fleet.FleetEvent;
import dev.tachograph.jfr.fleet.FleetEvent.Kind;
import dev.tachograph.jfr.fleet.FleetJvm;
import dev.tachograph.jfr.fleet.FleetTracker;
import dev.tachograph.jfr.fleet.JvmAddress;
import dev.tachograph.meter.Ledger;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mozilla.javascript.Context;

/** One tracker, several JVMs under load, and what happens to JVMs. */
class FleetIT {
  private static final long LIMIT = 200_000_000;

  private final LinkedBlockingQueue<FleetEvent> news = new LinkedBlockingQueue<>();
  private final FleetTracker fleet = new FleetTracker("test", Duration.ofSeconds(5), news::add);

  @TempDir Path directory;

  static List<Path> jdks() {
    return ForkedJvm.jdks();
  }

  @AfterEach
  void close() {
    fleet.close();
  }

  @Test
  void aLimitOverThreeJvmsStopsTheAccountInAllOfThem() throws Exception {
    fleet.setLimit(ACCOUNT, ITERATIONS, LIMIT);
    try (LoadedJvm a = new LoadedJvm(jdk(0), directory);
        LoadedJvm b = new LoadedJvm(jdk(1), directory);
        LoadedJvm c = new LoadedJvm(jdk(2), directory)) {
      List<LoadedJvm> jvms = List.of(a, b, c);
      for (LoadedJvm jvm : jvms) {
        fleet.watch(JvmAddress.ofPid(jvm.pid()));
        heard(Kind.WATCHING);
      }
      jvms.forEach(LoadedJvm::go);
      long stopped = stoppedBeyond(LIMIT, 0, jvms);

      // Once raised, it lets all of them go on, to a higher sum.
      fleet.setLimit(ACCOUNT, ITERATIONS, stopped + LIMIT);
      heard(Kind.RESUMED, jvms.size());
      long second = stoppedBeyond(stopped + LIMIT, stopped, jvms);

      // One is killed: what it used stays.
      long killed = a.iterations();
      a.signal("KILL");
      assertThat(heard(Kind.LOST).jvm()).isEqualTo(Long.toString(a.pid()));
      assertThat(killed + b.end() + c.end()).as("what they report themselves").isEqualTo(second);
      assertThat(account().ended().get(ITERATIONS)).isEqualTo(second);
    }
  }

  @Test
  void aJvmThatIsKilledUnderLoadKeepsItsLastFigures() throws Exception {
    try (LoadedJvm jvm = new LoadedJvm(jdk(0), directory, "-XX:StartFlightRecording")) {
      fleet.watch(JvmAddress.ofRepository(jvm.repository(), jvm.pid()));
      heard(Kind.WATCHING);
      jvm.go();
      while (jvm.iterations() < LIMIT) {
        Thread.onSpinWait();
      }
      long before = jvm.iterations();
      knownAtLeast(before);
      jvm.signal("KILL");
      assertThat(heard(Kind.LOST).message()).endsWith("; its last figures are kept");
      long kept = account().usage().get(ITERATIONS);
      assertThat(kept).isGreaterThanOrEqualTo(before);
      fleet.setLimit(ACCOUNT, ITERATIONS, kept);
      assertThat(heard(Kind.LIMIT_REACHED).account()).isEqualTo(ACCOUNT);
      assertThat(fleet.read().jvms().get(0).state()).isEqualTo(FleetJvm.State.LOST);
    }
  }

  @Test
  void aJvmThatIsRestartedIsStoppedAtOnceAndNotCountedTwice() throws Exception {
    int port = freePort();
    String[] jmx = {
      "-Dcom.sun.management.jmxremote.port=" + port,
      "-Dcom.sun.management.jmxremote.host=127.0.0.1",
      "-Djava.rmi.server.hostname=127.0.0.1",
      "-Dcom.sun.management.jmxremote.authenticate=false",
      "-Dcom.sun.management.jmxremote.ssl=false"
    };
    long first;
    try (LoadedJvm jvm = new LoadedJvm(jdk(0), directory, jmx)) {
      fleet.watch(JvmAddress.parse("127.0.0.1:" + port));
      heard(Kind.WATCHING);
      fleet.setLimit(ACCOUNT, ITERATIONS, LIMIT);
      jvm.go();
      heard(Kind.SUSPENDED);
      jvm.awaitRefused();
      first = jvm.iterations();
      known(first);
      assertThat(jvm.end()).isEqualTo(first);
    }
    heard(Kind.LOST);
    try (LoadedJvm again = new LoadedJvm(jdk(1), directory, jmx)) {
      heardAll(Kind.SUSPENDED, Kind.WATCHING, Kind.RESTARTED);
      again.go();
      again.awaitRefused();
      assertThat(again.iterations()).isZero();
      assertThat(account().usage().get(ITERATIONS)).isEqualTo(first);

      fleet.setLimit(ACCOUNT, ITERATIONS, first + LIMIT);
      heard(Kind.RESUMED);
      heard(Kind.SUSPENDED);
      again.awaitRefused();
      long second = again.iterations();
      known(first + second);
      assertThat(again.end()).isEqualTo(second);
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aJvmThatHangsIsNoticedAndStoppedWhenItIsBack(Path jdk) throws Exception {
    try (LoadedJvm jvm = new LoadedJvm(jdk, directory)) {
      fleet.watch(JvmAddress.ofPid(jvm.pid()));
      heard(Kind.WATCHING);
      jvm.go();
      fleet.setLimit(ACCOUNT, ITERATIONS, Long.MAX_VALUE);
      jvm.signal("STOP");
      assertThat(heard(Kind.HUNG).jvm()).isEqualTo(Long.toString(jvm.pid()));
      fleet.setLimit(ACCOUNT, ITERATIONS, 0);
      assertThat(heard(Kind.FAILED).message()).contains("while that JVM is hung");
      assertThat(fleet.read().jvms().get(0).pending()).containsExactly(ACCOUNT);
      jvm.signal("CONT");
      heardAll(Kind.WATCHING, Kind.SUSPENDED);
      jvm.awaitRefused();
      known(jvm.iterations());
      assertThat(jvm.end()).isEqualTo(account().usage().get(ITERATIONS));
    }
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aTrackerWatchesItsOwnJvm(Path jdk) {
    String path =
        Stream.of(SelfTracker.class, Context.class, FleetTracker.class, Ledger.class)
            .map(type -> ForkedJvm.origin(type).toString())
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(
            ForkedJvm.java(jdk)
                .withAgent("account=name:tenant")
                .with("-cp", path, SelfTracker.class.getName())
                .run()
                .succeeded()
                .stdout()
                .lines())
        .containsExactly(
            "watching",
            "stopped at the limit: true",
            "limit-reached",
            "suspended",
            "limit-lifted",
            "resumed",
            "and at the next: true",
            "lost: null",
            "at most two were stopped within: true",
            "all known");
  }

  /** Waits until the account is stopped everywhere; returns what it had iterated by then. */
  private long stoppedBeyond(long limit, long before, List<LoadedJvm> jvms) throws Exception {
    long start = System.nanoTime();
    FleetEvent reached = heard(Kind.LIMIT_REACHED);
    Instant told = reached.at();
    for (int i = 0; i < jvms.size(); i++) {
      told = heard(Kind.SUSPENDED).at();
    }
    for (LoadedJvm jvm : jvms) {
      jvm.awaitRefused();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long stopped = sum(jvms);
    System.out.printf(
        "%s; suspended everywhere %d ms later, at %d: beyond the limit is what they use in %.1f s%n",
        reached.message(),
        Duration.between(reached.at(), told).toMillis(),
        stopped,
        seconds * (stopped - limit) / (stopped - before));
    assertThat(stopped).isGreaterThanOrEqualTo(limit);
    known(stopped);
    assertThat(sum(jvms)).as("nothing runs any more").isEqualTo(stopped);
    assertThat(fleet.read().jvms())
        .allSatisfy(jvm -> assertThat(jvm.suspended()).containsExactly(ACCOUNT));
    return stopped;
  }

  private static Path jdk(int i) {
    return jdks().get(i % jdks().size());
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static long sum(List<LoadedJvm> jvms) throws Exception {
    long sum = 0;
    for (LoadedJvm jvm : jvms) {
      sum += jvm.iterations();
    }
    return sum;
  }

  private FleetAccount account() {
    return requireNonNull(fleet.read().account(ACCOUNT));
  }

  /** Waits until the tracker knows of so many. */
  private void knownAtLeast(long iterations) throws InterruptedException {
    for (int i = 0; i < 600; i++) {
      FleetAccount account = fleet.read().account(ACCOUNT);
      if (account != null && account.usage().get(ITERATIONS) >= iterations) {
        return;
      }
      assertThat(news.poll(100, TimeUnit.MILLISECONDS)).isNull();
    }
    assertThat(account().usage().get(ITERATIONS)).isGreaterThanOrEqualTo(iterations);
  }

  /** Waits until the tracker knows exactly this, and of nothing that runs. */
  private void known(long iterations) throws InterruptedException {
    FleetAccount account = account();
    for (int i = 0; i < 600 && !isKnown(account, iterations); i++) {
      FleetEvent unexpected = news.poll(100, TimeUnit.MILLISECONDS);
      assertThat(unexpected == null ? null : unexpected.kind())
          .isNotIn(Kind.HUNG, Kind.LOST, Kind.RESUMED);
      account = account();
    }
    assertThat(account.ended().get(ITERATIONS)).isEqualTo(iterations);
    assertThat(account.running().get(ITERATIONS)).isZero();
  }

  /** Sums come with whichever end is read first: another one may still seem to run. */
  private static boolean isKnown(FleetAccount account, long iterations) {
    return account.ended().get(ITERATIONS) == iterations && account.running().get(ITERATIONS) == 0;
  }

  private void heard(Kind kind, int times) throws InterruptedException {
    for (int i = 0; i < times; i++) {
      heard(kind);
    }
  }

  /** News of all these kinds, in any order. */
  private void heardAll(Kind... kinds) throws InterruptedException {
    Set<Kind> missing = EnumSet.copyOf(List.of(kinds));
    while (!missing.isEmpty()) {
      FleetEvent event = news.poll(2, TimeUnit.MINUTES);
      assertThat(event).as("news of " + missing).isNotNull();
      missing.remove(event.kind());
    }
  }

  /** The next news of this kind; others are passed over. */
  private FleetEvent heard(Kind kind) throws InterruptedException {
    FleetEvent event;
    do {
      event = news.poll(2, TimeUnit.MINUTES);
      assertThat(event).as("news of " + kind).isNotNull();
    } while (event.kind() != kind);
    return event;
  }
}
