package dev.tachograph.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.meter.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.mozilla.javascript.Context;

/** Scopes need no meter to be built. */
class RealmStockTest {
  private static final RealmShape PLAIN = shape("Date");

  private final SandboxContextFactory factory = new SandboxContextFactory(false);
  private final AtomicLong nanos = new AtomicLong();
  private final Ticker ticker = new HandTicker();

  private final class HandTicker implements Ticker {
    @Override
    public long nanos() {
      return nanos.get();
    }

    @Override
    public Instant now() {
      return Instant.ofEpochSecond(0, nanos.get());
    }
  }

  private static RealmShape shape(String blocked, ScriptSource... preludes) {
    return new RealmShape(Set.of(blocked), null, false, null, List.of(preludes));
  }

  private RealmStock stock(int perShape, int together) {
    return new RealmStock(factory, perShape, together, Duration.ofMinutes(5), ticker);
  }

  /** The filler works in order: what is done after a filling shows that it ended. */
  private static void awaitFilling(RealmStock stock) {
    Phaser done = new Phaser(2);
    stock.inBackground(done::arrive);
    done.arriveAndAwaitAdvance();
  }

  @Test
  void scopesAreBuiltAheadAndReplaced() {
    try (RealmStock stock = stock(3, 100)) {
      stock.pool(PLAIN).fill();
      awaitFilling(stock);
      assertThat(stock.metrics()).isEqualTo(new ScopeMetrics(3, 0, 0, 0));

      Realm first = factory.call(cx -> stock.pool(PLAIN).take(cx));
      Realm second = factory.call(cx -> stock.pool(PLAIN).take(cx));
      awaitFilling(stock);

      assertThat(first.open()).isNotSameAs(second.open());
      assertThat(stock.metrics()).isEqualTo(new ScopeMetrics(3, 2, 2, 0));
      assertThat(stock.metrics().utilization()).isEqualTo(0.4);
      stock.thrownAway();
      assertThat(stock.metrics().inUse()).isEqualTo(1);
    }
  }

  @Test
  void whoFindsNoneBuildsOne() {
    try (RealmStock stock = stock(0, 100)) {
      Realm realm = factory.call(cx -> stock.pool(PLAIN).take(cx));

      assertThat(realm.open().getAllIds()).contains("Math").doesNotContain("Date", "Script");
      assertThat(stock.metrics()).isEqualTo(new ScopeMetrics(0, 1, 1, 1));
    }
  }

  @Test
  void allShapesTogetherHaveABound() {
    try (RealmStock stock = stock(3, 4)) {
      stock.pool(PLAIN).fill();
      stock.pool(shape("Map")).fill();
      awaitFilling(stock);

      assertThat(stock.metrics().available()).isEqualTo(4);
    }
  }

  @Test
  void equalShapesShareScopesAndIdleOnesGiveThemUp() {
    try (RealmStock stock = stock(2, 100)) {
      assertThat(stock.pool(shape("Date"))).isSameAs(stock.pool(PLAIN));
      stock.pool(PLAIN).fill();
      awaitFilling(stock);

      nanos.addAndGet(Duration.ofMinutes(6).toNanos());

      assertThat(stock.metrics().available()).isZero();
    }
  }

  @Test
  void aPreludeThatFailsIsFoundAtOnce() {
    try (RealmStock stock = stock(2, 100)) {
      RealmPool pool = stock.pool(shape("Date", new ScriptSource("host.js", "missing()")));

      assertThatIllegalArgumentException()
          .isThrownBy(pool::check)
          .withMessageContaining("\"missing\" is not defined")
          .withMessageContaining("host.js");
      factory.call(
          cx -> {
            assertThatThrownBy(() -> pool.take(cx)).isNotNull();
            return null;
          });
      assertThat(stock.metrics().inUse()).isZero();
    }
  }

  @Test
  void aClosedStockBuildsNothingAhead() {
    RealmStock stock = stock(2, 100);
    RealmPool pool = stock.pool(PLAIN);
    stock.close();

    pool.fill();

    assertThat(factory.call((Context cx) -> pool.take(cx))).isNotNull();
    assertThat(stock.metrics().available()).isZero();
  }
}
