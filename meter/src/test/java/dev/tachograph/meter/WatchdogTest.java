package dev.tachograph.meter;

import static dev.tachograph.meter.Resource.CPU_TIME;
import static dev.tachograph.meter.Resource.ITERATIONS;
import static dev.tachograph.meter.Resource.JVM_ALLOCATED_BYTES;
import static dev.tachograph.meter.Resource.WALL_TIME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is measured stops a script at its next count, without a count being lost. */
@Timeout(60)
class WatchdogTest {
  private static final long TINY = 1_000_000;

  private final Ledger ledger = new Ledger(TINY);

  /** A field, so that the JIT does not do without the allocation. */
  @SuppressWarnings("UnusedVariable")
  private byte[] garbage = {};

  private FakeContext enter(String account) {
    return new FakeContext(ledger).enter(account, account + ".js");
  }

  /** Loops like a script until it is stopped; only the watchdog can do that. */
  private static LimitExceededError spin(FakeContext context) {
    while (true) {
      try {
        context.count(ITERATIONS);
      } catch (LimitExceededError stopped) {
        return stopped;
      }
    }
  }

  /** A script on a thread of its own that loops until it is stopped. */
  private final class LoopingScript {
    private final CountDownLatch runs = new CountDownLatch(1);
    private final FutureTask<LimitExceededError> task = new FutureTask<>(this::loop);
    private final Thread thread = new Thread(task);
    private volatile boolean interrupted;

    /** Starts it on account "a", and waits until it runs. */
    LoopingScript() throws InterruptedException {
      thread.start();
      runs.await();
    }

    private LimitExceededError loop() {
      FakeContext context = enter("a");
      context.count(ITERATIONS);
      runs.countDown();
      LimitExceededError stopped = spin(context);
      assertThat(context.exit(stopped)).isSameAs(stopped);
      interrupted = Thread.currentThread().isInterrupted();
      return stopped;
    }

    /** What stopped it. */
    Breach breach() throws Exception {
      return task.get().breach();
    }
  }

  /** Threads of other tests' ledgers have the same name. */
  private @Nullable Thread thread() {
    return ledger.watchdogThread();
  }

  private void limit(Resource resource, long limit) {
    ledger.setLimits("a", Limits.builder().perEvaluation(resource, limit).build());
  }

  @Test
  void stopsALoopByWallTime() {
    limit(WALL_TIME, TINY);
    FakeContext context = enter("a");
    Breach breach = spin(context).breach();
    assertThat(breach.resource()).isEqualTo(WALL_TIME);
    assertThat(breach.kind()).isEqualTo(Breach.Kind.EXCEEDED);
    assertThat(breach.limit()).isEqualTo(TINY);
    assertThat(breach.used()).isEqualTo(TINY + breach.requested()).isGreaterThan(TINY);
    assertThat(breach.position()).isNotNull();
    assertThat(context.exit(null)).isNotNull();
  }

  @Test
  void stopsALoopByCpuTime() {
    limit(CPU_TIME, TINY);
    assertThat(spin(enter("a")).breach().resource()).isEqualTo(CPU_TIME);
  }

  @Test
  void stopsWhatAllocatesTooMuch() {
    limit(JVM_ALLOCATED_BYTES, 10 << 20);
    FakeContext context = enter("a");
    LimitExceededError stopped =
        catchThrowableOfType(
            LimitExceededError.class,
            () -> {
              while (true) {
                garbage = new byte[4096];
                context.count(ITERATIONS);
              }
            });
    assertThat(stopped.breach().resource()).isEqualTo(JVM_ALLOCATED_BYTES);
  }

  @Test
  void stopsALoopByATotalThatOthersUsedUp() {
    ledger.setLimits("a", Limits.builder().total(WALL_TIME, 20 * TINY).build());
    enter("a");
    FakeContext context = enter("a");
    Breach breach = spin(context).breach();
    assertThat(breach.limitKey()).isEqualTo("total.wallTime");
    context.exit(null);
    assertThatThrownBy(() -> enter("a")).hasMessageContaining("has used up wallTime in total");
  }

  @Test
  void aLimitThatIsSetWhileItRunsStopsIt() throws Exception {
    LoopingScript script = new LoopingScript();
    assertThat(thread()).as("nothing is watched").isNull();
    limit(CPU_TIME, TINY);
    assertThat(script.breach().resource()).isEqualTo(CPU_TIME);
  }

  @Test
  void losesNoCount() {
    limit(WALL_TIME, 3_600 * 1_000_000_000L);
    FakeContext context = enter("a");
    for (int i = 0; i < 1_000; i++) {
      context.count(ITERATIONS);
      limit(WALL_TIME, 3_600 * 1_000_000_000L + i);
    }
    assertThat(context.exit(null)).isNull();
    assertThat(ledger.usage("a").get(ITERATIONS)).isEqualTo(1_000);
  }

  @Test
  void timesOfAnAccountAddUp() {
    enter("a").exit(null);
    long one = ledger.usage("a").get(WALL_TIME);
    enter("a").exit(null);
    assertThat(one).isPositive();
    assertThat(ledger.usage("a").get(WALL_TIME)).isGreaterThan(one);
    assertThat(ledger.usage("a").toMap()).containsKeys("cpuTimeNanos", "jvmAllocatedBytes");
  }

  @Test
  void whoPassedALimitWithoutCountingAnyMoreEndsWithTheBreachToo() {
    List<String> heard = new ArrayList<>();
    ledger.addListener(
        new EvaluationListener() {
          @Override
          public void exceeded(EvaluationRecord evaluation, Breach breach) {
            heard.add(breach.limitKey());
          }

          @Override
          public void ended(EvaluationRecord evaluation) {
            heard.add(String.valueOf(evaluation.outcome()));
          }
        });
    limit(WALL_TIME, 0);
    assertThat(enter("a").exit(null)).isNotNull();
    assertThat(heard).containsExactly("limit.wallTime", "LIMIT_EXCEEDED");
    Object bound = ledger.evaluations().bind("a");
    assertThat(enter("a").exit(null)).isNotNull();
    assertThat(ledger.evaluations().unbind(bound, null).breach()).isNotNull();
    Object silent = ledger.evaluations().bind("a");
    assertThat(ledger.evaluations().unbind(silent, null).outcome())
        .isEqualTo(EvaluationRecord.Outcome.LIMIT_EXCEEDED);
  }

  @Test
  void theThreadEndsWhenThereIsNothingToWatchAndComesBack() throws Exception {
    limit(WALL_TIME, 3_600 * 1_000_000_000L);
    enter("a").exit(null);
    Thread first = thread();
    assertThat(first).isNotNull();
    assertThat(first.isDaemon()).isTrue();
    assertThat(first.getContextClassLoader()).isNull();
    first.join();
    limit(WALL_TIME, TINY);
    assertThat(spin(enter("a"))).isNotNull();
  }

  @Test
  void cancelStopsWhatRunsAndNothingElse() throws Exception {
    LoopingScript script = new LoopingScript();
    assertThat(ledger.cancel("b")).isZero();
    assertThat(ledger.cancel("a")).isEqualTo(1);
    Breach breach = script.breach();
    assertThat(breach.kind()).isEqualTo(Breach.Kind.CANCELLED);
    assertThat(breach.message()).startsWith("cancelled after ").contains("script a.js");
    assertThat(Breach.ofMap(breach.toMap())).isEqualTo(breach);
    assertThat(enter("a").exit(null)).isNull();
  }

  @Test
  void cancelReachesAnEvaluationBetweenTwoEntriesAndAtItsEnd() {
    Object bound = ledger.evaluations().bind("a");
    assertThat(ledger.cancel("a")).isEqualTo(1);
    assertThat(ledger.cancel("a")).as("already").isZero();
    FakeContext context = enter("a");
    assertThatThrownBy(() -> context.count(ITERATIONS)).isInstanceOf(LimitExceededError.class);
    context.exit(null);
    assertThat(ledger.evaluations().unbind(bound, null).outcome())
        .isEqualTo(EvaluationRecord.Outcome.CANCELLED);

    Object silent = ledger.evaluations().bind("a");
    ledger.cancel("a");
    assertThat(ledger.evaluations().unbind(silent, null).outcome())
        .isEqualTo(EvaluationRecord.Outcome.CANCELLED);
  }

  @Test
  void anInterruptCancelsWhatRunsOnItsThreadIfAsked() throws Exception {
    ledger.setInterruptCancels(true);
    LoopingScript script = new LoopingScript();
    script.thread.interrupt();
    Breach breach = script.breach();
    assertThat(script.interrupted).as("not consumed").isTrue();
    assertThat(breach.kind()).isEqualTo(Breach.Kind.CANCELLED);
    assertThat(breach.message())
        .containsPattern("^cancelled after .* because its thread was interrupted, script a.js");
    assertThat(Breach.ofMap(breach.toMap())).isEqualTo(breach);
    assertThat(ledger.evaluations().running()).isEmpty();
    assertThat(enter("a").exit(null)).as("later ones, elsewhere").isNull();
  }

  @Test
  void anInterruptIsSeenAtTheEndAndIgnoredByThoseWhoDidNotAsk() {
    ledger.setInterruptCancels("b", true);
    FakeContext a = enter("a");
    FakeContext b = enter("b");
    Thread.currentThread().interrupt();
    a.count(ITERATIONS);
    assertThat(a.exit(null)).isNull();
    assertThat(b.exit(null)).hasMessageContaining("because its thread was interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aRunningEvaluationCanBeToldToHeedInterrupts() throws Exception {
    LoopingScript script = new LoopingScript();
    script.thread.interrupt();
    assertThat(thread()).as("nothing is watched").isNull();
    ledger.setInterruptCancels("a", true);
    assertThat(script.breach().interrupted()).isTrue();
  }

  @Test
  void anInterruptThatTheHostConsumedHasStillBeenSeen() {
    ledger.setInterruptCancels(true);
    Object bound = ledger.evaluations().bind("a");
    Thread.currentThread().interrupt();
    FakeContext first = enter("a");
    assertThat(first.exit(null)).isNotNull();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(ledger.evaluations().unbind(bound, null).outcome())
        .isEqualTo(EvaluationRecord.Outcome.CANCELLED);
  }

  /** The agent's work within the agent's work, as when it weaves a class while it prepares. */
  @Test
  void whatIsExcusedIsExcusedOnce() {
    Ledger books = new Ledger();
    Object evaluation = books.evaluations().bind("a");
    long before = spin(1);
    long excused =
        books
            .evaluations()
            .atNoExpense(() -> spin(5) + books.evaluations().atNoExpense(() -> spin(5)) + spin(5));
    long after = spin(1);
    long wall = books.evaluations().unbind(evaluation, null).usage().get(WALL_TIME);
    assertThat(wall).isGreaterThanOrEqualTo(before + after);
    assertThat(excused).isGreaterThanOrEqualTo(15_000_000);
  }

  /** Takes so many milliseconds at least; returns what it took. */
  private static long spin(long millis) {
    long start = System.nanoTime();
    while (System.nanoTime() - start < millis * 1_000_000) {
      Thread.onSpinWait();
    }
    return System.nanoTime() - start;
  }

  @Test
  void onAVirtualThreadWhatCannotBeMeasuredIsRefusedOrUnknown() throws Exception {
    assumeTrue(Runtime.version().feature() >= 21);
    FutureTask<LimitExceededError> limited =
        new FutureTask<>(() -> catchThrowableOfType(LimitExceededError.class, () -> enter("a")));
    limit(CPU_TIME, Long.MAX_VALUE - 1);
    onVirtualThread(limited);
    assertThat(limited.get().breach().denied()).isTrue();
    assertThat(limited.get()).hasMessageContaining("cannot measure it on this thread");
    assertThat(Breach.ofMap(limited.get().breach().toMap())).isEqualTo(limited.get().breach());

    FutureTask<LimitExceededError> free = new FutureTask<>(() -> enter("b").exit(null));
    onVirtualThread(free);
    assertThat(free.get()).isNull();
    assertThat(ledger.usage("b").toMap()).containsEntry("cpuTimeNanos", null);
    assertThat(ledger.usage("b").get(WALL_TIME)).isPositive();
    assertThat(ledger.usage("b").toString()).contains("cpuTime=unknown");
  }

  /** {@code Thread.startVirtualThread} came with Java 21. */
  private static void onVirtualThread(Runnable task) throws ReflectiveOperationException {
    Method start = Thread.class.getMethod("startVirtualThread", Runnable.class);
    assertThat(start.invoke(null, task)).isNotNull();
  }
}
