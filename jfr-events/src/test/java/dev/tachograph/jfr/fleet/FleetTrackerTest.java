package dev.tachograph.jfr.fleet;

import static dev.tachograph.meter.Resource.CPU_TIME;
import static dev.tachograph.meter.Resource.ITERATIONS;
import static dev.tachograph.meter.Resource.STACK_DEPTH;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.jfr.fleet.FleetEvent.Kind;
import dev.tachograph.jfr.reader.Feed;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a tracker makes of JVMs that do what tests want. */
class FleetTrackerTest {
  private static final String REASON = "iterations used 100 over all JVMs (2), limit 100";

  private final LinkedBlockingQueue<FleetEvent> news = new LinkedBlockingQueue<>();
  private final FleetTracker fleet = new FleetTracker("fleet", Duration.ofSeconds(10), news::add);
  private final FakeJvm one = new FakeJvm();
  private final FakeJvm two = new FakeJvm();

  @AfterEach
  void close() {
    fleet.close();
  }

  @Test
  void anAccountStopsEverywhereWhenTheSumReachesItsLimit() throws Exception {
    fleet.setLimit("tenant", ITERATIONS, 100);
    watchBoth();
    one.feed(1).ended("tenant", 1, 40, 40).running("tenant", 2, 19, 1);
    Feed second = two.feed(2).ended("tenant", 1, 40, 40);
    assertThat(account().stopped()).isNull();
    second.ended("tenant", 2, 1, 41);

    assertThat(heard(Kind.LIMIT_REACHED).message()).isEqualTo(REASON);
    heard(Kind.SUSPENDED);
    heard(Kind.SUSPENDED);
    assertThat(one.suspensions).isEqualTo(Map.of("tenant fleet", REASON));
    assertThat(two.suspensions).isEqualTo(one.suspensions);
    assertThat(account().stopped()).isEqualTo(REASON);
    assertThat(account().usage().get(ITERATIONS)).isEqualTo(100);
    assertThat(account().running().get(ITERATIONS)).isEqualTo(19);
    assertThat(account().jvms()).isEqualTo(2);
    assertThat(fleet.read().jvms())
        .allSatisfy(jvm -> assertThat(jvm.suspended()).containsExactly("tenant"))
        .allSatisfy(jvm -> assertThat(jvm.pending()).isEmpty());
  }

  @Test
  void whatAJvmSaysWhenItIsAskedCountsBeforeItsEventsSayIt() throws Exception {
    fleet.setLimit("tenant", ITERATIONS, 100);
    watchBoth();
    two.feed(2).ended("tenant", 1, 30, 30);
    Feed events = one.feed(1).ended("tenant", 1, 40, 40);
    one.meter = 1;
    one.iterated("tenant", 40);
    one.iterated("tenant", 69);
    assertThat(account().usage().get(ITERATIONS)).isEqualTo(99);
    one.iterated("other", 1000);
    assertThat(account().stopped()).isNull();
    one.usages("tenant", 70);
    assertThat(heard(Kind.LIMIT_REACHED).message()).isEqualTo(REASON);
    heard(Kind.SUSPENDED);
    heard(Kind.SUSPENDED);
    assertThat(account().ended().get(ITERATIONS)).isEqualTo(70);
    assertThat(account().running().get(ITERATIONS)).isEqualTo(30);
    events.ended("tenant", 2, 30, 70);
    assertThat(account().ended().get(ITERATIONS)).isEqualTo(100);
    assertThat(account().running().get(ITERATIONS)).isZero();
  }

  @Test
  void whatAJvmSaysIsAsMuchMoreThanItsEventsAsItUsedBeforeThem() throws Exception {
    fleet.setLimit("tenant", ITERATIONS, 100);
    fleet.watch(one.address("one"));
    Feed events = one.feed(1);
    one.meter = 1;
    one.iterated("tenant", 1000); // 970 of which were before its first recording
    assertThat(account().usage().get(ITERATIONS)).isZero();
    one.iterated("tenant", 1010);
    assertThat(account().usage().get(ITERATIONS)).isEqualTo(10);
    events.ended("tenant", 1, 40, 40);
    one.iterated("tenant", 1010);
    assertThat(account().usage().get(ITERATIONS)).isEqualTo(40);
    one.iterated("tenant", 1069);
    assertThat(account().usage().get(ITERATIONS)).isEqualTo(99);
    one.iterated("tenant", 0); // it was reset
    assertThat(account().usage().get(ITERATIONS)).isEqualTo(99);
    events.ended("tenant", 2, 59, 99);
    one.iterated("tenant", 0);
    one.usages("tenant", 1);
    assertThat(heard(Kind.LIMIT_REACHED).message())
        .isEqualTo("iterations used 100 over all JVMs (1), limit 100");
  }

  @Test
  void aJvmThatDoesNotAnswerIsKnownByItsEvents() throws Exception {
    fleet.setLimit("tenant", ITERATIONS, 100);
    fleet.watch(one.address("one"));
    Feed events = one.feed(1);
    one.meter = 1;
    one.iterated("tenant", 0);
    one.refuses = new IllegalStateException("no such operation");
    events.ended("tenant", 1, 100, 100);
    heard(Kind.LIMIT_REACHED);
    one.refuses = null;
    heard(Kind.SUSPENDED);
  }

  @Test
  void aRaisedLimitLetsItGoOn() throws Exception {
    stopInBoth();
    fleet.setLimit("tenant", ITERATIONS, 101);
    assertThat(heard(Kind.LIMIT_LIFTED).account()).isEqualTo("tenant");
    heard(Kind.RESUMED);
    heard(Kind.RESUMED);
    assertThat(one.suspensions).isEmpty();
    assertThat(two.suspensions).isEmpty();
    fleet.setLimit("tenant", ITERATIONS, 0);
    heard(Kind.SUSPENDED);
    heard(Kind.SUSPENDED);
    fleet.setLimit("tenant", ITERATIONS, Long.MAX_VALUE);
    heard(Kind.RESUMED);
    heard(Kind.RESUMED);
    assertThat(account().limits()).isEmpty();
  }

  @Test
  void whatWasUsedIsNotForgottenWhenItIsNotSeenAnyMore() throws Exception {
    watchBoth();
    fleet.setLimit("tenant", ITERATIONS, 100);
    Feed jvm = one.feed(1).ended("tenant", 1, 40, 40).running("tenant", 2, 60, 2);
    heard(Kind.LIMIT_REACHED);
    jvm.ended("other", 9, 1, 1); // so late that evaluation 2 must have ended unseen
    assertThat(account().usage().get(ITERATIONS)).isEqualTo(40);
    fleet.setLimit("other", ITERATIONS, 1);
    assertThat(heard(Kind.LIMIT_REACHED).account()).isEqualTo("other");
    assertThat(account().stopped()).isEqualTo("iterations used 100 over all JVMs (1), limit 100");
    fleet.setLimit("tenant", ITERATIONS, 101);
    assertThat(heard(Kind.LIMIT_LIFTED).account()).isEqualTo("tenant");
  }

  @Test
  void aJvmThatJoinsIsStoppedAtOnceAndKeepsWhatOthersSuspended() throws Exception {
    stopInBoth();
    FakeJvm third = new FakeJvm();
    third.suspensions.put("tenant ops", "by hand");
    third.suspensions.put("left fleet", "by the tracker before this one");
    fleet.watch(third.address("third"));
    heard(Kind.SUSPENDED);
    heard(Kind.RESUMED);
    assertThat(third.suspensions.keySet()).containsExactly("tenant fleet", "tenant ops");
  }

  @Test
  void aProcessThatRestartsIsAddedAndStoppedAgain() throws Exception {
    stopInBoth();
    one.suspensions.clear();
    one.lost.complete(null);
    assertThat(heard(Kind.LOST).message())
        .isEqualTo("the connection to it broke; its last figures are kept");
    heard(Kind.SUSPENDED);
    one.feed(3).ended("tenant", 1, 7, 7);
    assertThat(heard(Kind.RESTARTED).jvm()).isEqualTo("one");
    assertThat(account().usage().get(ITERATIONS)).isEqualTo(107);
    assertThat(account().jvms()).isEqualTo(3);
    assertThat(one.suspensions).containsOnlyKeys("tenant fleet");
    assertThat(fleet.read().jvms().get(0).pids()).containsExactlyInAnyOrder(1L, 3L);
  }

  @Test
  void theSameProcessBehindTwoAddressesOrABrokenConnectionIsCountedOnce() throws Exception {
    watchBoth();
    one.feed(1).ended("tenant", 1, 40, 40);
    two.feed(1).ended("tenant", 1, 40, 40).ended("tenant", 2, 2, 42);
    assertThat(account().usage().get(ITERATIONS)).isEqualTo(42);
    one.lost.complete(null);
    heard(Kind.LOST);
    one.feed(1).ended("tenant", 3, 1, 43);
    assertThat(account().usage().get(ITERATIONS)).isEqualTo(43);
    assertThat(account().jvms()).isEqualTo(1);
    heard(Kind.WATCHING);
    assertThat(news).extracting(FleetEvent::kind).doesNotContain(Kind.RESTARTED);
  }

  @Test
  void whatCannotBeToldIsToldAgainAndLoudly() throws Exception {
    two.refuses = new IllegalStateException("not today");
    fleet.setLimit("tenant", ITERATIONS, 0);
    fleet.watch(two.address("two"));
    FleetEvent failed = heard(Kind.FAILED);
    assertThat(failed.message())
        .isEqualTo("account 'tenant' is there as it was: not today; this is tried again");
    assertThat(fleet.read().jvms().get(0).pending()).containsExactly("tenant");
    two.refuses = null;
    heard(Kind.SUSPENDED);
    assertThat(fleet.read().jvms().get(0).pending()).isEmpty();
  }

  @Test
  void aJvmThatSaysNothingHangsUntilItSpeaks() throws Exception {
    watchBoth();
    one.silence = Duration.ofSeconds(11);
    FleetEvent hung = heard(Kind.HUNG);
    assertThat(hung.jvm()).isEqualTo("one");
    assertThat(hung.message())
        .isEqualTo("nothing was heard of it for 10000 ms; its last figures are kept");
    assertThat(fleet.read().jvms())
        .extracting(FleetJvm::state)
        .containsExactly(FleetJvm.State.HUNG, FleetJvm.State.WATCHING);
    one.silence = Duration.ofSeconds(1);
    assertThat(heard(Kind.WATCHING).message()).isEqualTo("it answers again");
  }

  @Test
  void ofAJvmThatIsGoneTheFiguresStayAndNobodyTriesAgain() throws Exception {
    watchBoth();
    one.feed(1).ended("tenant", 1, 40, 40);
    one.unreachable = new ProcessGoneException(1);
    one.lost.complete(null);
    heard(Kind.LOST);
    fleet.setLimit("tenant", ITERATIONS, 40);
    assertThat(heard(Kind.LIMIT_REACHED).message())
        .isEqualTo("iterations used 40 over all JVMs (1), limit 40");
    heard(Kind.SUSPENDED);
    FleetJvm gone = fleet.read().jvms().get(0);
    assertThat(gone.state()).isEqualTo(FleetJvm.State.LOST);
    assertThat(gone.pending()).isEqualTo(Set.of("tenant"));
    assertThat(account().usage().get(ITERATIONS)).isEqualTo(40);
  }

  @Test
  void aJvmThatIsNotThereYetIsTriedUntilItIs() throws Exception {
    one.unreachable = new IOException("connection refused");
    fleet.watch(one.address("one"));
    assertThat(heard(Kind.LOST).message())
        .isEqualTo("connection refused; its last figures are kept");
    one.unreachable = null;
    assertThat(heard(Kind.WATCHING).jvm()).isEqualTo("one");
  }

  @Test
  void whatCannotBeMeasuredCannotBeBounded() throws Exception {
    fleet.setLimit("tenant", CPU_TIME, 1_500_000_000);
    fleet.watch(one.address("one"));
    one.feed(1).unmeasured("tenant");
    assertThat(heard(Kind.LIMIT_REACHED).message())
        .isEqualTo("cpuTime is limited over all JVMs, but some JVM cannot measure it");
  }

  @Test
  void onlySumsAreBounded() {
    assertThatThrownBy(() -> fleet.setLimit("tenant", STACK_DEPTH, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stackDepth is no sum");
    assertThatThrownBy(() -> fleet.setLimit("tenant", ITERATIONS, -1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new FleetTracker("fleet", Duration.ofSeconds(3), news::add))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 3 s");
    assertThatThrownBy(() -> JvmAddress.parse("nowhere"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'nowhere' is no JVM");
  }

  private void watchBoth() throws Exception {
    fleet.watch(one.address("one"));
    fleet.watch(two.address("two"));
    heard(Kind.WATCHING);
    heard(Kind.WATCHING);
  }

  private void stopInBoth() throws Exception {
    watchBoth();
    one.feed(1).ended("tenant", 1, 60, 60);
    two.feed(2).ended("tenant", 1, 40, 40);
    fleet.setLimit("tenant", ITERATIONS, 100);
    heard(Kind.SUSPENDED);
    heard(Kind.SUSPENDED);
  }

  private FleetAccount account() {
    return requireNonNull(fleet.read().account("tenant"));
  }

  /** The next news of this kind; others are passed over. */
  private FleetEvent heard(Kind kind) throws InterruptedException {
    FleetEvent event;
    do {
      event = news.poll(1, TimeUnit.MINUTES);
      assertThat(event).as("news of " + kind).isNotNull();
    } while (event.kind() != kind);
    return event;
  }
}
