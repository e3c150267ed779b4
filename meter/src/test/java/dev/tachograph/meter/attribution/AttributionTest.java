package dev.tachograph.meter.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttributionTest {
  private static final long[] NOTHING = {0, 0, 0, 0};

  private final Map<Thread, Long> clock = new HashMap<>();
  private final Attribution attribution =
      new Attribution(thread -> clock.getOrDefault(thread, -1L));
  private final CallSite main = site("", 0);
  private final CallSite f = site("f", 3);
  private final CallSite g = site("g", 9);

  @Test
  void equalSitesAreOne() {
    assertThat(attribution.site(new CallSite("a.js", "f", 3))).isSameAs(f);
  }

  @Test
  void aPathGoesOnWhereAFunctionWasFirst() {
    CallRecorder recorder = attribution.open("a", 1, NOTHING);
    recorder.charge(0, 0, 0, 0);
    Object host = recorder.enter(main);
    recorder.charge(0, 0, 0, 0);
    Object inMain = recorder.enter(f);
    recorder.charge(0, 1, 0, 0);
    Object inF = recorder.enter(g);
    recorder.charge(0, 2, 0, 0);
    Object inG = recorder.enter(f);
    recorder.charge(5, 3, 0, 0);
    recorder.leave(inG); // of the inner f
    recorder.charge(6, 3, 0, 0);
    recorder.leave(inF); // of g
    recorder.charge(8, 3, 0, 0);
    recorder.leave(inMain); // of the outer f
    recorder.charge(11, 3, 0, 0);
    recorder.leave(host);
    attribution.close(1, new long[] {11, 3, 0, 0});

    assertThat(lines(false))
        .extracting(line -> line.path().text(), line -> line.self().iterations())
        .containsExactlyInAnyOrder(
            tuple("@a.js:0", 3L),
            tuple("@a.js:0;f@a.js:3", 5L + 2L),
            tuple("@a.js:0;f@a.js:3;g@a.js:9", 1L));
    assertThat(FunctionCost.of(lines(false)))
        .extracting(FunctionCost::site, function -> function.total().iterations())
        .containsExactlyInAnyOrder(tuple(main, 11L), tuple(f, 8L), tuple(g, 1L));
  }

  @Test
  void onlyWhatChangedIsNews() {
    run(1, 4);
    assertThat(lines(true)).hasSize(1);
    assertThat(lines(true)).isEmpty();
    run(2, 3);
    assertThat(lines(true)).extracting(line -> line.self().iterations()).containsExactly(7L);
    assertThat(lines(false)).hasSize(1);
  }

  @Test
  void whatRunsAtTheSameTimeIsCountedApart() throws InterruptedException {
    CallRecorder recorder = attribution.open("a", 1, NOTHING);
    Thread other = new Thread(() -> run(2, 5));
    other.start();
    other.join();
    recorder.charge(0, 0, 0, 0);
    Object host = recorder.enter(main);
    recorder.charge(2, 0, 0, 0);
    recorder.leave(host);
    attribution.close(1, new long[] {2, 0, 0, 0});
    run(3, 1);

    assertThat(lines(false))
        .extracting(LineCost::stripe, line -> line.self().iterations())
        .containsExactlyInAnyOrder(tuple(0, 3L), tuple(1, 5L));
  }

  @Test
  void tooManyPathsEndUpAsOthers() {
    CallRecorder recorder = attribution.open("a", 1, NOTHING);
    long count = 0;
    for (int i = 0; i < CellBudget.LINES_OF_ACCOUNT; i++) {
      recorder.charge(count, 0, 0, 0);
      Object host = recorder.enter(main);
      recorder.charge(count, 0, 0, 0);
      recorder.line(i);
      count++;
      recorder.charge(count, 0, 0, 0);
      recorder.leave(host);
    }
    for (int i = 0; i < 30_000; i++) {
      recorder.charge(count, 0, 0, 0);
      Object host = recorder.enter(site("late" + i, i));
      count++;
      recorder.charge(count, 0, 0, 0);
      recorder.leave(host);
    }
    attribution.close(1, new long[] {count, 0, 0, 0});

    assertThat(sum(lines(false)).iterations()).isEqualTo(count);
    assertThat(lines(false)).hasSizeLessThanOrEqualTo((int) CellBudget.LINES_OF_ACCOUNT + 1);
    assertThat(FunctionCost.of(lines(false)))
        .filteredOn(function -> Stripe.OTHER.equals(function.site()))
        .singleElement()
        .satisfies(
            function -> assertThat(function.self().iterations()).isGreaterThanOrEqualTo(30_000));
  }

  @Test
  void whatOneAccountMakesUpLeavesTheOthersTheirShare() {
    CallRecorder recorder = attribution.open("greedy", 1, NOTHING);
    for (int i = 0; i < 2 * CellBudget.LINES_OF_ACCOUNT; i++) {
      recorder.charge(i, 0, 0, 0);
      recorder.line(i);
    }
    attribution.close(1, NOTHING);
    run(2, 7);

    assertThat(lines(false))
        .filteredOn(line -> line.account().equals("a"))
        .extracting(line -> line.path().text(), line -> line.self().iterations())
        .containsExactly(tuple("@a.js:0", 7L));
  }

  @Test
  void longNamesAndDeepPathsTakeNoMoreThanTheyMay() {
    CallRecorder recorder = attribution.open("a", 1, NOTHING);
    int depth = 3_000;
    for (int i = 0; i < depth; i++) {
      recorder.charge(i, 0, 0, 0);
      Object caller = recorder.enter(site("f" + i + "x".repeat(1000), i));
      assertThat(caller).isNotNull();
    }
    attribution.close(1, new long[] {depth, 0, 0, 0});

    assertThat(sum(lines(false)).iterations()).isEqualTo(depth);
    assertThat(lines(false).stream().mapToLong(line -> line.path().text().length()).sum())
        .isBetween(CellBudget.TEXT_OF_ACCOUNT / 2, CellBudget.TEXT_OF_ACCOUNT);
    assertThat(lines(false))
        .allSatisfy(
            line ->
                assertThat(line.path().sites())
                    .allSatisfy(
                        site -> assertThat(site.function().length()).isLessThanOrEqualTo(100)));
  }

  @Test
  void manyAccountsEndUpAsOne() {
    for (int i = 0; i < Attribution.MOST_ACCOUNTS + 5; i++) {
      CallRecorder recorder = attribution.open("account" + i, i, NOTHING);
      recorder.charge(0, 0, 0, 0);
      recorder.line(1);
      attribution.close(i, new long[] {1, 0, 0, 0});
    }

    assertThat(lines(false)).hasSize(Attribution.MOST_ACCOUNTS + 1);
    assertThat(lines(false))
        .filteredOn(line -> line.account().equals(Attribution.OTHER_ACCOUNTS))
        .extracting(line -> line.self().iterations())
        .containsExactly(5L);
  }

  @Test
  void manyCalleesOfOneFunctionAreToldApart() {
    CallRecorder recorder = attribution.open("a", 1, NOTHING);
    recorder.charge(0, 0, 0, 0);
    Object host = recorder.enter(main);
    long count = 0;
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 100; i++) {
        recorder.charge(count, 0, 0, 0);
        Object caller = recorder.enter(site("f" + i, i));
        count++;
        recorder.charge(count, 0, 0, 0);
        recorder.leave(caller);
      }
    }
    recorder.charge(count, 0, 0, 0);
    recorder.leave(host);
    attribution.close(1, new long[] {count, 0, 0, 0});

    assertThat(lines(false))
        .hasSize(100)
        .allSatisfy(line -> assertThat(line.self().iterations()).isEqualTo(2));
  }

  @Test
  void aSampleChargesTheLineThatRunsWithWhatNoSampleHasMet() {
    evaluate(1, 70); // ends unseen
    clock.put(Thread.currentThread(), 1_000L);
    CallRecorder recorder = attribution.open("a", 2, NOTHING);
    recorder.charge(0, 0, 0, 0);
    Object host = recorder.enter(f);
    recorder.charge(0, 0, 0, 0);
    recorder.line(4);
    clock.put(Thread.currentThread(), 1_500L);
    attribution.sample();
    clock.put(Thread.currentThread(), 1_600L);
    recorder.charge(0, 0, 0, 0);
    recorder.line(5);
    attribution.sample();
    recorder.charge(0, 0, 0, 0);
    recorder.leave(host);
    attribution.close(2, NOTHING);
    attribution.ended(record(2, 650));

    assertThat(lines(true))
        .extracting(LineCost::line, line -> line.self().cpuNanos())
        .containsExactlyInAnyOrder(tuple(4, 570L), tuple(5, 100L));
    assertThat(lines(false))
        .extracting(line -> line.path().text(), LineCost::line, line -> line.self().cpuNanos())
        .containsExactlyInAnyOrder(
            tuple("f@a.js:3", 4, 570L), tuple("f@a.js:3", 5, 100L), tuple("", 0, 50L));
  }

  @Test
  void anEvaluationWithinAnotherOneHasItsOwnTime() {
    clock.put(Thread.currentThread(), 0L);
    CallRecorder outer = attribution.open("a", 1, NOTHING);
    outer.charge(0, 0, 0, 0);
    Object host = outer.enter(f);
    attribution.open("b", 2, NOTHING);
    clock.put(Thread.currentThread(), 400L);
    attribution.sample();
    assertThat(attribution.current()).isNotSameAs(outer);
    attribution.close(2, NOTHING);
    clock.put(Thread.currentThread(), 500L);
    attribution.sample();
    outer.charge(0, 0, 0, 0);
    outer.leave(host);
    attribution.close(2, NOTHING); // again: it has ended already
    assertThat(attribution.current()).isSameAs(outer);
    attribution.close(1, NOTHING);

    assertThat(attribution.current()).isNull();
    assertThat(lines(false))
        .extracting(LineCost::account, line -> line.self().cpuNanos())
        .containsExactlyInAnyOrder(tuple("a", 100L), tuple("b", 400L));
  }

  @Test
  void pathsHaveATextWhateverTheNames() {
    CallPath path =
        new CallPath(
            List.of(
                new CallSite("a;b@c:d%e+\n\u0000.js", "", 0), new CallSite("C:\\x", "f;é@", 12)));
    assertThat(path.text()).isEqualTo("@a%3bb%40c%3ad%25e+%0a%00.js:0;f%3bé%40@C%3a\\x:12");
    assertThat(CallPath.parse(path.text())).isEqualTo(path);
    assertThat(CallPath.parse("")).isEqualTo(CallPath.NATIVE);
    assertThatThrownBy(() -> CallPath.parse("f"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no path of calls: f");
  }

  private CallSite site(String function, int line) {
    return attribution.site(new CallSite("a.js", function, line));
  }

  /** An evaluation of account a that counts so many iterations at the top level. */
  private void run(long id, long iterations) {
    CallRecorder recorder = attribution.open("a", id, NOTHING);
    recorder.charge(0, 0, 0, 0);
    Object host = recorder.enter(main);
    recorder.charge(iterations, 0, 0, 0);
    recorder.leave(host);
    attribution.close(id, new long[] {iterations, 0, 0, 0});
  }

  private void evaluate(long id, long cpuNanos) {
    run(id, 0);
    attribution.ended(record(id, cpuNanos));
  }

  private static EvaluationRecord record(long id, long cpuNanos) {
    return new EvaluationRecord(
        id,
        "a",
        "a.js",
        "thread",
        Instant.EPOCH,
        Duration.ZERO,
        EvaluationRecord.Outcome.COMPLETED,
        Usage.of(resource -> resource == Resource.CPU_TIME ? cpuNanos : 0),
        null);
  }

  private List<LineCost> lines(boolean news) {
    List<LineCost> lines = new ArrayList<>();
    attribution.read(news, lines::add);
    return lines;
  }

  private static Cost sum(List<LineCost> lines) {
    return lines.stream().map(LineCost::self).reduce(Cost.NONE, Cost::plus);
  }
}
