package dev.tachograph.meter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** Limits that one evaluation has beside those of its account. */
class EvaluationLimitsTest {
  private final ResourceTracker account = ResourceTracker.standalone("acme", calls(10));

  private static Limits calls(long limit) {
    return Limits.builder().perEvaluation(Resource.HOST_CALLS, limit).build();
  }

  private Callable<Long> charging(long calls) {
    return () -> {
      account.charge(Resource.HOST_CALLS, calls);
      return (long) account.budget().remaining(Resource.HOST_CALLS.key());
    };
  }

  @Test
  void theTightestWins() throws Exception {
    assertThat(account.run(calls(3), charging(2)).value()).isEqualTo(1);
    assertThat(account.run(calls(30), charging(2)).value()).isEqualTo(8);
    assertThat(account.run(charging(9)).value()).isEqualTo(1);

    Breach own = breach(calls(3), 4);
    assertThat(own.account()).isEqualTo("acme");
    assertThat(own.scope()).isEqualTo(Breach.Scope.EVALUATION);
    assertThat(own.limit()).isEqualTo(3);
    assertThat(own.used()).isEqualTo(4);
    assertThat(breach(calls(30), 11).limit()).isEqualTo(10);
    assertThat(account.usage().get(Resource.HOST_CALLS)).isEqualTo(2 + 2 + 9);
  }

  private Breach breach(Limits limits, long calls) {
    return catchThrowableOfType(
            LimitExceededError.class, () -> account.run(limits, charging(calls)))
        .breach();
  }

  @Test
  void anInnerEvaluationHasNoneOfTheOuterOnes() throws Exception {
    assertThat(account.run(calls(3), () -> account.run(charging(9)).value()).value()).isEqualTo(1);
  }

  @Test
  void fuelOfTheEvaluationIsLimitedToo() {
    Limits fuel = Limits.builder().perEvaluation(Resource.FUEL, 100).build();

    LimitExceededError stopped =
        catchThrowableOfType(
            LimitExceededError.class,
            () ->
                account.run(
                    fuel,
                    () -> {
                      account.charge(Resource.FUEL, 100);
                      account.charge(Resource.FUEL, 1);
                      return null;
                    }));

    assertThat(stopped.breach().resource()).isEqualTo(Resource.FUEL);
    assertThat(stopped.breach().limit()).isEqualTo(100);
  }

  @Test
  void totalsAndTimesWithoutLengthAreRefused() {
    Limits totals = Limits.builder().total(Resource.HOST_CALLS, 5).build();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> account.run(totals, charging(1)))
        .withMessageContaining("an account has those");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> account.run(calls(3), Duration.ZERO, charging(1)))
        .withMessageContaining("it is more than 0");
  }
}
