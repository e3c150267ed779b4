package dev.tachograph.meter;

import static dev.tachograph.meter.Resource.EVALUATIONS;
import static dev.tachograph.meter.Resource.HOST_CALLS;
import static dev.tachograph.meter.Resource.ITERATIONS;
import static dev.tachograph.meter.Resource.WALL_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Host code under limits, and what scripts may ask of their own. */
class HostToolsTest {
  /** A tool as hosts give them to scripts. */
  interface Tool {
    String look(String name) throws IOException;
  }

  private final Ledger ledger = new Ledger();
  private final ResourceTracker tool = ResourceTracker.open("tool", null, new LocalPort(ledger));
  private final ResourceTracker tenant =
      ResourceTracker.open("tenant", null, new LocalPort(ledger));

  @Test
  void everyCallOfAToolIsAnEvaluationOfIts() throws Exception {
    tool.setLimits(Limits.builder().total(HOST_CALLS, 3).build());
    Function<String, Integer> length = tool.limited().function(String::length);
    Callable<String> greeting = tool.limited().callable(() -> "hello");
    Tool limited = tool.limited().object(Tool.class, name -> name + "!");
    assertThat(length.apply("four")).isEqualTo(4);
    assertThat(greeting.call()).isEqualTo("hello");
    assertThat(limited.look("you")).isEqualTo("you!");
    assertThat(catchThrowableOfType(LimitExceededError.class, () -> limited.look("one")).breach())
        .returns(HOST_CALLS, Breach::resource)
        .returns(4L, Breach::used);
    assertThat(tool.usage().get(HOST_CALLS)).isEqualTo(3);
    assertThat(tool.usage().get(EVALUATIONS)).isEqualTo(4);
    assertThat(tool.statistics().limitExceeded()).isEqualTo(1);
  }

  @Test
  void whatAToolThrowsComesOutAsItIs() {
    Tool broken =
        tool.limited()
            .object(
                Tool.class,
                name -> {
                  throw new IOException("no " + name);
                });
    assertThatThrownBy(() -> broken.look("disk"))
        .isInstanceOf(IOException.class)
        .hasMessage("no disk");
    Function<String, String> failing =
        tool.limited()
            .function(
                text -> {
                  throw new IllegalStateException(text);
                });
    assertThatThrownBy(() -> failing.apply("x")).isInstanceOf(IllegalStateException.class);
    assertThat(tool.statistics().failed()).isEqualTo(2);
    assertThat(broken.equals((Object) broken)).isTrue();
    assertThat(broken).isNotEqualTo(tool).hasToString(broken.toString());
    assertThat(tool.usage().get(HOST_CALLS)).isEqualTo(2); // not of equals, hashCode, toString
    assertThatIllegalArgumentException().isThrownBy(() -> tool.limited().object(String.class, "x"));
  }

  /** A script of the tenant calls a tool, which is another account. */
  @Test
  void aToolWithinAScriptPaysForItself() throws Exception {
    Function<String, String> limited = tool.limited().function(String::trim);
    Usage usage =
        tenant
            .run(
                () -> {
                  FakeContext cx = new FakeContext(ledger).enter("nobody", "s.js");
                  cx.count(ITERATIONS, 3);
                  assertThat(limited.apply(" x ")).isEqualTo("x");
                  cx.count(ITERATIONS, 4);
                  assertThat(cx.exit(null)).isNull();
                  return "";
                })
            .usage();
    assertThat(usage.get(ITERATIONS)).isEqualTo(7);
    assertThat(usage.get(HOST_CALLS)).isZero();
    assertThat(tool.usage().get(HOST_CALLS)).isEqualTo(1);
    assertThat(tool.usage().get(ITERATIONS)).isZero();
    assertThat(tenant.usage().get(EVALUATIONS)).isEqualTo(1);
  }

  @Test
  @Timeout(30)
  void whatTakesTooLongIsInterruptedAndIsABreach() {
    CountDownLatch never = new CountDownLatch(1);
    Breach breach =
        catchThrowableOfType(
                LimitExceededError.class,
                () ->
                    tool.run(
                        Duration.ofMillis(20),
                        () -> {
                          never.await();
                          return "";
                        }))
            .breach();
    assertThat(breach.resource()).isEqualTo(WALL_TIME);
    assertThat(breach.limit()).isEqualTo(20_000_000);
    assertThat(breach.used()).isGreaterThan(20_000_000);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
    assertThat(tool.statistics().limitExceeded()).isEqualTo(1);
  }

  @Test
  @Timeout(30)
  void aToolsTimeoutIsNotItsCallers() throws Exception {
    tenant.setInterruptCancels(true);
    CountDownLatch never = new CountDownLatch(1);
    Usage usage =
        tenant
            .run(
                () -> {
                  FakeContext cx = new FakeContext(ledger).enter("nobody", "s.js");
                  cx.count(ITERATIONS, 3);
                  assertThatThrownBy(
                          () ->
                              tool.run(
                                  Duration.ofMillis(30),
                                  () -> {
                                    never.await();
                                    return "";
                                  }))
                      .isInstanceOf(LimitExceededError.class);
                  cx.count(ITERATIONS, 4);
                  assertThat(cx.exit(null)).isNull();
                  return "";
                })
            .usage();
    assertThat(usage.get(ITERATIONS)).isEqualTo(7);
  }

  @Test
  @Timeout(30)
  void aScriptThatTakesTooLongIsStoppedAtItsNextCount() {
    LimitExceededError stopped =
        catchThrowableOfType(
            LimitExceededError.class,
            () ->
                tool.run(
                    Duration.ofMillis(20),
                    () -> {
                      FakeContext cx = new FakeContext(ledger).enter("nobody", "loop.js");
                      try {
                        while (true) {
                          cx.count(ITERATIONS);
                        }
                      } catch (LimitExceededError end) {
                        cx.exit(end);
                        throw end;
                      }
                    }));
    assertThat(stopped.breach().resource()).isEqualTo(WALL_TIME);
    assertThat(stopped.breach().script()).isEqualTo("loop.js");
  }

  @Test
  void whatIsInTimeIsNotDisturbed() throws Exception {
    assertThat(tool.run(Duration.ofHours(1), () -> "done").value()).isEqualTo("done");
    assertThat(tool.run(Duration.ofDays(365_000), () -> "done").value()).isEqualTo("done");
    assertThatIllegalArgumentException().isThrownBy(() -> tool.run(Duration.ZERO, () -> ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tool.run(Duration.ofSeconds(-1), () -> ""));
  }

  @Test
  void aScriptMayAskWhatIsLeft() throws Exception {
    Budget budget = tenant.budget();
    assertThat(budget.used("iterations")).isZero();
    assertThat(budget.remaining("iterations")).isInfinite();
    tenant.setLimits(Limits.parse("limit.iterations=100,limit.hostCalls=5,total.iterations=150"));
    tenant.run(
        () -> {
          FakeContext cx = new FakeContext(ledger).enter("nobody", "s.js");
          cx.count(ITERATIONS, 90);
          assertThat(budget.used("iterations")).isEqualTo(90);
          assertThat(budget.remaining("iterations")).isEqualTo(10);
          assertThat(budget.limit("iterations")).isEqualTo(100);
          return cx.exit(null);
        });
    tenant.run(
        () -> {
          FakeContext cx = new FakeContext(ledger).enter("nobody", "s.js");
          cx.count(ITERATIONS, 1);
          tenant.charge(HOST_CALLS, 2);
          assertThat(budget.remaining("iterations")).isEqualTo(59); // of 150 in total
          assertThat(budget.remaining("hostCalls")).isEqualTo(3);
          assertThat(budget.remaining("memoryBytes")).isInfinite();
          assertThat(budget.limit("cpuTime")).isInfinite();
          return cx.exit(null);
        });
    assertThatIllegalArgumentException()
        .isThrownBy(() -> budget.remaining("gold"))
        .withMessageContaining("gold");
  }
}
