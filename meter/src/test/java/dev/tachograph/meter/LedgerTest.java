package dev.tachograph.meter;

import static dev.tachograph.meter.Resource.EVALUATIONS;
import static dev.tachograph.meter.Resource.FUNCTION_CALLS;
import static dev.tachograph.meter.Resource.ITERATIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/** The books: what is charged, when a limit stops, and that budgets are never overspent. */
class LedgerTest {
  private final Ledger ledger = new Ledger();

  private FakeContext enter(String account) {
    return new FakeContext(ledger).enter(account, account + ".js");
  }

  private static LimitExceededError stop(FakeContext context, Resource resource) {
    return catchThrowableOfType(
        LimitExceededError.class, () -> context.count(resource, Integer.MAX_VALUE));
  }

  @Test
  void chargesTheAccountExactly() {
    FakeContext context = enter("a");
    context.count(ITERATIONS, 5);
    context.count(FUNCTION_CALLS, 2);
    assertThat(ledger.usage("a").get(ITERATIONS)).as("while it runs").isEqualTo(5);
    assertThat(context.exit(null)).isNull();
    assertThat(ledger.usage("a").toMap())
        .containsEntry("iterations", 5L)
        .containsEntry("functionCalls", 2L)
        .containsEntry("evaluations", 1L);
    assertThat(ledger.evaluations().running()).isEmpty();
  }

  @Test
  void aLimitOfNAllowsNAndTheRefusedTickIsUsed() {
    ledger.setLimits("a", Limits.builder().perEvaluation(ITERATIONS, 3).build());
    FakeContext context = enter("a");
    context.count(ITERATIONS, 3);
    assertThatThrownBy(() -> context.count(ITERATIONS))
        .isInstanceOfSatisfying(
            LimitExceededError.class,
            error ->
                assertThat(error.breach())
                    .isEqualTo(
                        new Breach(
                            Breach.Kind.EXCEEDED,
                            ITERATIONS,
                            Breach.Scope.EVALUATION,
                            3,
                            4,
                            1,
                            "a",
                            "a.js",
                            new Breach.Position("fake.js", "f", 7))));
    context.exit(null);
    assertThat(ledger.usage("a").get(ITERATIONS)).isEqualTo(4);
  }

  @Test
  void ambientLimitsChangeForAccountsThatHaveNoOthers() {
    Limits narrow = Limits.builder().perEvaluation(ITERATIONS, 3).build();
    Limits wide = Limits.builder().perEvaluation(ITERATIONS, 9).build();
    FakeContext a = enter("a");
    FakeContext b = enter("b");
    FakeContext own = enter("own");
    ledger.setLimits("own", wide);
    ledger.books().open("opened", null);
    a.count(ITERATIONS, 5);
    b.count(ITERATIONS, 5);
    own.count(ITERATIONS, 5);
    assertThat(ledger.setAmbientLimits(id -> id.equals("a") ? narrow : wide)).isEqualTo(2);
    assertThat(stop(a, ITERATIONS).breach().limit()).isEqualTo(3);
    b.count(ITERATIONS, 4);
    assertThat(stop(b, ITERATIONS).breach().limit()).isEqualTo(9);
    assertThat(ledger.setAmbientLimits(id -> narrow)).as("b alone").isEqualTo(1);
    assertThat(ledger.limits("b")).isEqualTo(narrow);
    assertThat(ledger.limits("own")).isEqualTo(wide);
    assertThat(ledger.limits("opened")).isEqualTo(Limits.unlimited());
    enter("new");
    assertThat(ledger.limits("new")).isEqualTo(narrow);
  }

  @Test
  void aBreachIsStickyAndFreezesTheUsage() {
    ledger.setLimits("a", Limits.builder().perEvaluation(ITERATIONS, 1).build());
    FakeContext context = enter("a");
    LimitExceededError first = stop(context, ITERATIONS);
    for (int i = 0; i < 10; i++) {
      LimitExceededError again =
          catchThrowableOfType(LimitExceededError.class, () -> context.count(FUNCTION_CALLS));
      assertThat(again.breach()).isSameAs(first.breach());
      assertThat(again).as("a throwable must not meet itself as suppressed").isNotSameAs(first);
    }
    assertThat(context.exit(null)).as("swallowed by somebody").isSameAs(first);
    assertThat(ledger.usage("a").get(ITERATIONS)).isEqualTo(2);
    assertThat(ledger.usage("a").get(FUNCTION_CALLS)).isZero();
  }

  @Test
  void totalsAddUpOverEvaluationsAndDenyTheNext() {
    ledger.setLimits("a", Limits.builder().total(ITERATIONS, 10).build());
    FakeContext one = enter("a");
    one.count(ITERATIONS, 10);
    one.exit(null);
    FakeContext two = enter("a");
    LimitExceededError stopped = stop(two, ITERATIONS);
    assertThat(stopped.breach().scope()).isEqualTo(Breach.Scope.TOTAL);
    assertThat(stopped.breach().used()).isEqualTo(11);
    two.exit(stopped);
    LimitExceededError denied = catchThrowableOfType(LimitExceededError.class, () -> enter("a"));
    assertThat(denied.breach().denied()).isTrue();
    assertThat(denied.breach().resource()).isEqualTo(ITERATIONS);
    assertThat(denied.getMessage()).contains("not started", "'a'", "total.iterations");
    ledger.setLimits("a", Limits.unlimited());
    enter("a").exit(null);
    assertThat(ledger.usage("a").get(EVALUATIONS)).isEqualTo(3);
  }

  @Test
  void evaluationsAreLimitedByNumber() {
    ledger.setLimits("a", Limits.builder().total(EVALUATIONS, 1).build());
    enter("a").exit(null);
    assertThatThrownBy(() -> enter("a")).isInstanceOf(LimitExceededError.class);
    ledger.setLimits("b", Limits.builder().total(EVALUATIONS, 0).build());
    assertThatThrownBy(() -> enter("b"))
        .hasMessageContaining("evaluations in total used 1, limit 0");
  }

  @Test
  void anEvaluationAloneLeasesAllAndNeverAsks() {
    ledger.setLimits("a", Limits.builder().total(ITERATIONS, 1_000).build());
    FakeContext context = enter("a");
    context.count(ITERATIONS, 1_000);
    assertThat(stop(context, ITERATIONS)).isNotNull();
  }

  @Test
  void whatOneLeavesTheOtherMayUse() {
    ledger.setLimits("a", Limits.builder().total(ITERATIONS, 100).build());
    FakeContext one = enter("a");
    FakeContext two = enter("a");
    one.count(ITERATIONS, 10);
    two.count(ITERATIONS, 90);
    LimitExceededError stopped = stop(two, ITERATIONS);
    assertThat(stopped.breach().used()).isEqualTo(101);
    assertThat(stop(one, ITERATIONS)).isNotNull();
    two.exit(stopped);
    one.exit(null);
    assertThat(ledger.usage("a").get(ITERATIONS)).isEqualTo(102);
  }

  @Test
  void takingTurnsSpendsTheBudgetToTheLastUnit() {
    ledger.setLimits("a", Limits.builder().total(ITERATIONS, 1_001).build());
    List<FakeContext> running = new ArrayList<>(List.of(enter("a"), enter("a"), enter("a")));
    long counted = 0;
    while (!running.isEmpty()) {
      for (FakeContext context : List.copyOf(running)) {
        try {
          context.count(ITERATIONS);
          counted++;
        } catch (LimitExceededError stopped) {
          context.exit(stopped);
          running.remove(context);
        }
      }
    }
    assertThat(counted).isEqualTo(1_001);
    assertThat(ledger.usage("a").get(ITERATIONS)).isEqualTo(1_001 + 3);
  }

  @Test
  void threadsSpendTheBudgetToTheLastUnit() throws Exception {
    int threads = 6;
    long total = 300_000;
    ledger.setLimits("a", Limits.builder().total(ITERATIONS, total).build());
    List<FutureTask<Long>> tasks = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      tasks.add(
          new FutureTask<>(
              () -> {
                FakeContext context;
                try {
                  context = enter("a");
                } catch (LimitExceededError denied) {
                  return 0L;
                }
                long counted = 0;
                while (true) {
                  try {
                    context.count(ITERATIONS);
                    counted++;
                  } catch (LimitExceededError stopped) {
                    context.exit(stopped);
                    return counted;
                  }
                }
              }));
    }
    tasks.forEach(task -> new Thread(task).start());
    long counted = 0;
    for (FutureTask<Long> task : tasks) {
      counted += task.get();
    }
    assertThat(counted).isEqualTo(total);
  }

  @Test
  void loweringALimitStopsARunningEvaluationAndRaisingLetsItGoOn() {
    FakeContext context = enter("a");
    context.count(ITERATIONS, 50);
    ledger.setLimits("a", Limits.builder().perEvaluation(ITERATIONS, 60).build());
    context.count(ITERATIONS, 10);
    ledger.setLimits("a", Limits.builder().perEvaluation(ITERATIONS, 70).build());
    context.count(ITERATIONS, 10);
    assertThat(stop(context, ITERATIONS).breach().used()).isEqualTo(71);
  }

  @Test
  void listenersHearEachEvaluationAndCannotBreakIt() {
    List<String> heard = new ArrayList<>();
    ledger.addListener(
        new EvaluationListener() {
          @Override
          public void started(EvaluationRecord evaluation) {
            heard.add("started " + evaluation.account());
          }

          @Override
          public void exceeded(EvaluationRecord evaluation, Breach breach) {
            heard.add("exceeded " + breach.limitKey());
          }

          @Override
          public void ended(EvaluationRecord evaluation) {
            heard.add(
                "ended " + evaluation.outcome().key() + " " + evaluation.usage().get(ITERATIONS));
          }
        });
    ledger.setLimits("a", Limits.builder().perEvaluation(ITERATIONS, 2).build());
    FakeContext context = enter("a");
    context.exit(stop(context, ITERATIONS));
    enter("b").exit(new IllegalStateException());
    assertThat(heard)
        .containsExactly(
            "started a",
            "exceeded limit.iterations",
            "ended limit-exceeded 3",
            "started b",
            "ended failed 0");
  }

  @Test
  void boundEvaluationsNest() {
    Object evaluation = ledger.evaluations().bind("a");
    Object inner = ledger.evaluations().bind("b");
    FakeContext within = enter("somebody else");
    within.count(ITERATIONS, 3);
    within.exit(null);
    assertThatThrownBy(() -> ledger.evaluations().unbind(evaluation, null))
        .isInstanceOf(IllegalStateException.class);
    EvaluationRecord innerRecord = ledger.evaluations().unbind(inner, null);
    assertThat(innerRecord.account()).isEqualTo("b");
    assertThat(innerRecord.usage().get(ITERATIONS)).isEqualTo(3);
    FakeContext joined = enter("somebody else");
    joined.count(ITERATIONS, 4);
    joined.exit(null);
    EvaluationRecord record = ledger.evaluations().unbind(evaluation, null);
    assertThat(record.account()).isEqualTo("a");
    assertThat(record.script()).isEqualTo("somebody else.js");
    assertThat(record.usage().get(ITERATIONS)).isEqualTo(4);
    assertThatThrownBy(() -> ledger.evaluations().unbind(evaluation, null))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anotherContextWithinAnEvaluationIsItsOwn() {
    Object bound = ledger.evaluations().bind("a");
    FakeContext outer = enter("x");
    FakeContext inner = enter("y");
    inner.count(ITERATIONS, 3);
    inner.exit(null);
    outer.count(ITERATIONS, 2);
    outer.exit(null);
    assertThat(ledger.evaluations().unbind(bound, null).usage().get(ITERATIONS)).isEqualTo(2);
    assertThat(ledger.usage("a").get(ITERATIONS)).isEqualTo(5);
    assertThat(ledger.usage("a").get(EVALUATIONS)).isEqualTo(2);
  }
}
