package dev.tachograph.meter;

import static dev.tachograph.meter.Resource.HOST_CALLS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** What a host that catches the error gets to know, and which error it catches. */
class LimitExceededErrorTest {
  private static final Breach.Position PLACE = new Breach.Position("lib/vat.js", "apply", 14);

  private final ResourceTracker account =
      ResourceTracker.standalone(
          "acme", Limits.builder().perEvaluation(HOST_CALLS, 5).total(HOST_CALLS, 12).build());

  private static Breach breach(
      Breach.Kind kind, Resource resource, long limit, long used, long requested) {
    return new Breach(
        kind,
        resource,
        Breach.Scope.EVALUATION,
        limit,
        used,
        requested,
        "acme",
        "rules/vat.js",
        PLACE);
  }

  private Callable<Boolean> calls(long n) {
    return () -> {
      account.charge(HOST_CALLS, n);
      return true;
    };
  }

  @Test
  void theMapHasEverythingInAFixedOrder() {
    LimitExceededError error =
        LimitExceededError.of(
            breach(Breach.Kind.EXCEEDED, Resource.ALLOCATED_BYTES, 1000, 1300, 400));

    assertThat(error.toJson())
        .isEqualTo(
            "{\"kind\":\"exceeded\",\"resource\":\"allocatedBytes\",\"scope\":\"evaluation\","
                + "\"limit\":1000,\"used\":1300,\"requested\":400,\"remaining\":100,"
                + "\"denied\":false,\"interrupted\":false,\"suspension\":null,"
                + "\"account\":\"acme\",\"script\":\"rules/vat.js\","
                + "\"source\":\"lib/vat.js\",\"function\":\"apply\",\"line\":14,"
                + "\"message\":\"stopped: allocatedBytes used 1300, limit 1000, script rules/vat.js,"
                + " at apply (lib/vat.js:14); raise limit.allocatedBytes to allow more\"}");
    assertThat(Breach.ofMap(error.toMap())).isEqualTo(error.breach());
    assertThat(error.breach().toJson())
        .isEqualTo(error.toJson().replaceFirst(",\"message\":.*", "}"));
  }

  @Test
  void whatRemainsIsNeverNegativeAndUnknownWhereItIs() {
    assertThat(breach(Breach.Kind.EXCEEDED, HOST_CALLS, 5, 6, 1).remaining()).isZero();
    assertThat(breach(Breach.Kind.EXCEEDED, HOST_CALLS, 5, 100, 98).remaining()).isEqualTo(3);
    assertThat(breach(Breach.Kind.EXCEEDED, HOST_CALLS, 5, 100, 1).remaining())
        .as("the limit was lowered meanwhile")
        .isZero();
    assertThat(breach(Breach.Kind.EXCEEDED, HOST_CALLS, 5, Usage.UNKNOWN, 0).remaining())
        .isEqualTo(Usage.UNKNOWN);
    assertThat(breach(Breach.Kind.EXHAUSTED, Resource.STACK_BYTES, Usage.UNKNOWN, 9, 0).remaining())
        .isEqualTo(Usage.UNKNOWN);
    assertThat(breach(Breach.Kind.CANCELLED, Resource.WALL_TIME, 7, 7, 0).toMap())
        .containsEntry("remaining", null);
  }

  @Test
  void whatWasStoppedAndWhatNeverRanAreCaughtApart() throws Exception {
    LimitExceededError stopped =
        catchThrowableOfType(LimitExceededError.class, () -> account.run(calls(6)));
    assertThat(stopped).isExactlyInstanceOf(LimitExceededError.class);
    assertThat(stopped.breach().remaining()).isEqualTo(5);

    account.run(calls(5));
    account.run(calls(5));
    assertThatThrownBy(() -> account.run(calls(3)))
        .isExactlyInstanceOf(LimitExceededError.class)
        .hasMessageContaining("raise total.hostCalls");
    account.run(calls(2));
    assertThatThrownBy(() -> account.run(calls(0)))
        .isExactlyInstanceOf(EvaluationDeniedError.class)
        .isInstanceOf(LimitExceededError.class);
  }

  @Test
  void cancellingIsNoLimit() {
    assertThatThrownBy(
            () ->
                account.run(
                    () -> {
                      account.cancel();
                      return true;
                    }))
        .isExactlyInstanceOf(EvaluationCancelledError.class);
  }

  @Test
  void aFurtherThrowIsOfTheSameClassAndAnotherObject() {
    for (Breach.Kind kind : Breach.Kind.values()) {
      LimitExceededError first = LimitExceededError.of(breach(kind, Resource.WALL_TIME, 5, 5, 0));
      LimitExceededError again = first.again();
      assertThat(again).isNotSameAs(first).isExactlyInstanceOf(first.getClass());
      assertThat(again.breach()).isSameAs(first.breach());
      assertThat(again.getStackTrace()).isEmpty();
    }
  }
}
