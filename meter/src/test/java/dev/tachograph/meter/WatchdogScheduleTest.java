package dev.tachograph.meter;

import static dev.tachograph.meter.Resource.CPU_TIME;
import static dev.tachograph.meter.Resource.ITERATIONS;
import static dev.tachograph.meter.Resource.JVM_ALLOCATED_BYTES;
import static dev.tachograph.meter.Resource.WALL_TIME;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clocks are read when a limit can be passed, and at no other time. */
@Timeout(60)
class WatchdogScheduleTest {
  private static final Duration IDLE = Duration.ofHours(1);
  private static final Duration SHORTEST = millis(5);

  private final HandTimepiece time = new HandTimepiece();
  private final Ledger ledger = new Ledger(IDLE.toNanos(), Ticker.system(), time);
  private final ResourceTracker a = tracker("a");

  private ResourceTracker tracker(String account) {
    return ResourceTracker.open(account, null, new LocalPort(ledger));
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  private static Duration just(long millis) {
    return millis(millis).plusNanos(1);
  }

  private void limit(Resource resource, long millis) {
    a.setLimitPerEvaluation(resource, millis(millis).toNanos());
  }

  private void total(Resource resource, long millis) {
    a.setLimit(resource, millis(millis).toNanos());
  }

  private FakeContext enter() {
    return new FakeContext(ledger).enter("a", "a.js");
  }

  private static boolean isStopped(FakeContext context) {
    try {
      context.count(ITERATIONS);
      return false;
    } catch (LimitExceededError stopped) {
      return true;
    }
  }

  @Test
  void tenThousandThatWaitCostNothingUntilTheyAreDue() {
    long many = 10_000;
    limit(CPU_TIME, 5_000);
    limit(WALL_TIME, 12_000);
    List<FakeContext> waiting = Stream.generate(this::enter).limit(many).toList();
    assertThat(time.awaitSleep()).isEqualTo(ZERO);
    assertThat(time.look()).isEqualTo(just(5_000));
    assertThat(time.reads()).as("each at its start").isEqualTo(many);

    time.turn(millis(5_000)).look();
    assertThat(time.reads()).as("used up, but not passed").isEqualTo(many);
    assertThat(time.turn(Duration.ofNanos(1)).look()).isEqualTo(just(5_000));
    assertThat(time.reads()).as("due").isEqualTo(2 * many);
    time.turn(millis(5_000)).look();
    assertThat(time.reads()).as("they waited").isEqualTo(2 * many);

    time.turn(just(2_000)).look();
    assertThat(waiting).allMatch(context -> isStopped(context));
    for (FakeContext context : waiting) {
      context.exit(null);
    }
    long reads = time.reads();
    assertThat(time.turn(IDLE).look()).as("nothing is watched").isEqualTo(IDLE);
    assertThat(time.reads()).isEqualTo(reads);
  }

  @Test
  void whatItUsedSaysWhenToLookAgain() {
    limit(CPU_TIME, 100);
    FakeContext context = enter();
    List<Duration> sleeps = new ArrayList<>(List.of(time.awaitSleep(), time.look()));
    for (int i = 0; i < 5; i++) {
      Duration sleep = sleeps.get(sleeps.size() - 1);
      time.compute(Thread.currentThread(), sleep.minusNanos(1).dividedBy(2));
      sleeps.add(time.turn(sleep).look());
    }
    assertThat(sleeps)
        .containsExactly(
            ZERO,
            just(100),
            just(50),
            just(25),
            Duration.ofNanos(12_500_001),
            Duration.ofNanos(6_250_001),
            Duration.ofNanos(3_125_001));
    time.compute(Thread.currentThread(), millis(3));
    assertThat(time.turn(millis(4)).look()).as("close").isEqualTo(millis(1));
    assertThat(time.turn(millis(1)).look()).as("it waits").isEqualTo(SHORTEST);
    assertThat(isStopped(context)).isFalse();
    time.compute(Thread.currentThread(), millis(1));
    assertThat(time.turn(SHORTEST).look()).as("again until it stops").isEqualTo(SHORTEST);
    assertThat(isStopped(context)).isTrue();
    assertThat(time.turn(SHORTEST).look()).as("it has stopped").isEqualTo(IDLE);
  }

  @Test
  void allocationHasASpeedToo() {
    a.setLimitPerEvaluation(JVM_ALLOCATED_BYTES, 1_600_000_000);
    enter();
    assertThat(time.awaitSleep()).isEqualTo(ZERO);
    assertThat(time.look()).isEqualTo(just(100));
  }

  @Test
  void aTotalIsSharedByThoseWhoRun() {
    total(WALL_TIME, 900);
    List<FakeContext> three = Stream.generate(this::enter).limit(3).toList();
    assertThat(time.awaitSleep()).isEqualTo(ZERO);
    assertThat(time.look()).isEqualTo(just(300));
    time.turn(millis(200));
    tracker("a").child("b");
    FakeContext fourth = new FakeContext(ledger).enter("a/b", "b.js");
    assertThat(time.look()).as("300 are left for four").isEqualTo(just(75));
    assertThat(time.reads()).isEqualTo(4);
    three.get(0).exit(null);
    time.turn(millis(75)).look();
    assertThat(time.reads()).isEqualTo(5);
    assertThat(time.turn(Duration.ofNanos(1)).look()).as("75 for three").isEqualTo(millis(25));
    assertThat(time.reads()).isEqualTo(8);
    assertThat(time.turn(just(25)).look()).isEqualTo(SHORTEST);
    assertThat(List.of(three.get(1), three.get(2), fourth)).allMatch(one -> isStopped(one));
  }

  @Test
  void whoComesAndGoesTakesTime() {
    total(CPU_TIME, 100);
    enter().exit(null);
    assertThat(time.awaitSleep()).isEqualTo(ZERO);
    time.turn(just(100));
    FakeContext first = enter();
    assertThat(time.look()).as("nobody ran").isEqualTo(just(100));
    time.turn(millis(60));
    FakeContext second = enter();
    first.exit(null);
    assertThat(time.look()).as("40 are left for two").isEqualTo(just(20));
    assertThat(time.turn(just(20)).look()).as("none of them computed").isEqualTo(just(100));
    assertThat(isStopped(second)).isFalse();
  }

  @Test
  void whoComesWhenLittleIsLeftHurriesNobody() {
    total(CPU_TIME, 100);
    enter();
    assertThat(time.awaitSleep()).isEqualTo(ZERO);
    time.compute(Thread.currentThread(), millis(98));
    assertThat(time.turn(just(100)).look()).as("2 are left").isEqualTo(SHORTEST);
    long reads = time.reads();
    enter();
    assertThat(time.turn(millis(1)).look()).isEqualTo(millis(4));
    assertThat(time.reads()).as("its start").isEqualTo(reads + 1);
    assertThat(time.turn(millis(4)).look()).isEqualTo(SHORTEST);
    assertThat(time.reads()).isEqualTo(reads + 3);
  }

  @Test
  void aLimitThatIsLoweredIsDueEarlierAndARaisedOneLater() {
    limit(WALL_TIME, 500);
    FakeContext context = enter();
    assertThat(time.awaitSleep()).isEqualTo(ZERO);
    assertThat(time.look()).isEqualTo(just(500));
    time.turn(millis(100));
    limit(WALL_TIME, 300);
    assertThat(time.look()).isEqualTo(just(200));
    limit(WALL_TIME, 400);
    assertThat(time.look()).isEqualTo(just(200));
    assertThat(time.turn(just(200)).look()).isEqualTo(millis(100));
    limit(WALL_TIME, 50);
    time.look();
    assertThat(isStopped(context)).isTrue();
  }

  @Test
  void aTotalThatIsSetWhileTheyRunIsLookedAtAtOnce() {
    List<FakeContext> two = Stream.generate(this::enter).limit(2).toList();
    assertThat(ledger.watchdogThread()).isNull();
    time.turn(millis(100));
    total(WALL_TIME, 300);
    assertThat(time.awaitSleep()).isEqualTo(ZERO);
    assertThat(time.look()).isEqualTo(just(50));
    total(WALL_TIME, 200);
    assertThat(time.look()).as("used up").isEqualTo(SHORTEST);
    assertThat(two).noneMatch(one -> isStopped(one));
    total(WALL_TIME, 199);
    time.look();
    assertThat(two).allMatch(one -> isStopped(one));
  }

  @Test
  void whatWasUsedElsewhereLeavesLess() {
    total(CPU_TIME, 1_000);
    enter();
    assertThat(time.awaitSleep()).isEqualTo(ZERO);
    assertThat(time.look()).isEqualTo(just(1_000));
    long[] used = new long[Resource.all().size()];
    used[CPU_TIME.ordinal()] = millis(900).toNanos();
    a.restore(Carryover.of(Usage.of(used)));
    assertThat(time.look()).isEqualTo(just(100));
  }

  @Test
  void interruptsArePolledWithoutAClock() {
    a.setInterruptCancels(true);
    FakeContext first = enter();
    FakeContext second = enter();
    assertThat(time.awaitSleep()).isEqualTo(ZERO);
    assertThat(time.look()).isEqualTo(SHORTEST);
    assertThat(time.turn(SHORTEST).look()).isEqualTo(SHORTEST);
    assertThat(time.reads()).isEqualTo(2);
    first.exit(null);
    Thread.currentThread().interrupt();
    assertThat(time.turn(SHORTEST).look()).isEqualTo(SHORTEST);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(isStopped(second)).isTrue();
    second.exit(null);
    assertThat(time.turn(SHORTEST).look()).isEqualTo(IDLE);
  }

  /** While the watchdog reads clocks, others start and end. */
  @Test
  void whoReadsClocksHoldsNobodyUp() throws Exception {
    SlowTimepiece slow = new SlowTimepiece();
    Ledger books = new Ledger(IDLE.toNanos(), Ticker.system(), slow);
    books.setLimits("a", Limits.builder().perEvaluation(WALL_TIME, 1).build());
    FakeContext overdue = new FakeContext(books).enter("a", "a.js");
    assertThat(slow.awaitSleep()).isEqualTo(ZERO);
    slow.turn(millis(1)).wake();
    assertThatCode(slow.reads::await).doesNotThrowAnyException();
    FutureTask<Throwable> other =
        new FutureTask<>(
            () -> {
              FakeContext own = new FakeContext(books).enter("b", "b.js");
              own.count(ITERATIONS);
              return own.exit(null);
            });
    new Thread(other).start();
    assertThat(other.get()).isNull();
    slow.goOn.countDown();
    assertThat(slow.awaitSleep()).isEqualTo(SHORTEST);
    assertThatThrownBy(() -> overdue.count(ITERATIONS)).isInstanceOf(LimitExceededError.class);
  }

  @Test
  void aLookThatIsOvertakenByTheEndDoesNotUndoIt() throws Exception {
    SlowTimepiece slow = new SlowTimepiece();
    List<@Nullable Stopwatch> watches = new ArrayList<>();
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Thread script =
        new Thread(
            () -> {
              Stopwatch watch = new Stopwatch(Thread.currentThread(), slow);
              watches.add(watch);
              started.countDown();
              assertThatCode(over::await).doesNotThrowAnyException();
              watch.end();
            });
    script.start();
    started.await();
    Stopwatch watch = watches.get(0);
    Thread looking = new Thread(watch::look);
    looking.start();
    slow.reads.await();
    slow.turn(millis(7));
    over.countDown();
    while (script.getState() != Thread.State.BLOCKED && script.isAlive()) {
      Thread.onSpinWait();
    }
    slow.goOn.countDown();
    looking.join();
    script.join();
    assertThat(watch.seen(WALL_TIME)).isEqualTo(millis(7).toNanos());
  }

  /** Whoever reads the clocks of another thread waits, with what it read, until it may go on. */
  private static final class SlowTimepiece extends HandTimepiece {
    final CountDownLatch reads = new CountDownLatch(1);
    final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    public Measures of(Thread thread) {
      Measures now = super.of(thread);
      if (thread != Thread.currentThread()) {
        reads.countDown();
        assertThatCode(goOn::await).doesNotThrowAnyException();
      }
      return now;
    }
  }
}
