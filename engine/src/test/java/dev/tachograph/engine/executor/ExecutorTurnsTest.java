package dev.tachograph.engine.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExecutorTurnsTest {
  private static final Tenant.Bounds BOUNDS = new Tenant.Bounds(5, 5, 5);

  /**
   * Whatever else happens, a tenant waits for no more turns of each other than their weights say.
   */
  @Test
  void nobodyWaitsForMoreThanItsShareOfTheOthers() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int most = random.nextBoolean() ? 4 : Turns.MOST_WEIGHT;
      List<Tenant> tenants = new ArrayList<>();
      for (int i = 0; i < 2 + random.nextInt(8); i++) {
        tenants.add(new Tenant("tenant" + i, 1 + random.nextInt(most), BOUNDS));
      }
      Turns turns = new Turns();
      Map<Tenant, Map<Tenant, Integer>> passed = new HashMap<>();
      for (int step = 0; step < 2000; step++) {
        Tenant one = tenants.get(random.nextInt(tenants.size()));
        int what = random.nextInt(10);
        if (what < 5) {
          turns.enter(one);
          passed.computeIfAbsent(one, waits -> new HashMap<>());
        } else if (what == 5) {
          turns.leave(one);
          passed.remove(one);
        } else {
          Tenant next = turns.next();
          if (next == null) {
            assertThat(passed).isEmpty();
            continue;
          }
          assertThat(passed.remove(next)).isNotNull();
          passed.forEach(
              (waiting, others) -> {
                int turnsBefore = others.merge(next, 1, Integer::sum);
                if (turnsBefore > ceil(next.weight, waiting.weight)) {
                  throw new AssertionError(waiting.name + " was passed by " + next.name);
                }
              });
        }
      }
    }
  }

  @Test
  void startsFollowTheWeights() {
    Turns turns = new Turns();
    Map<Tenant, Integer> taken = new HashMap<>();
    int sum = 0;
    for (int weight : new int[] {1, 2, 3, 7, 1000}) {
      turns.enter(new Tenant("weight" + weight, weight, BOUNDS));
      sum += weight;
    }
    int rounds = 100;
    for (int i = 0; i < rounds * sum; i++) {
      Tenant next = turns.next();
      taken.merge(next, 1, Integer::sum);
      turns.enter(next);
    }
    taken.forEach(
        (tenant, count) ->
            assertThat((double) count / rounds / tenant.weight).isBetween(0.98, 1.02));
  }

  @Test
  void manyTenantsLeaveNoTrace() {
    HandTicker ticker = new HandTicker();
    Schedule schedule =
        new Schedule(
            new Settings(
                4,
                0,
                BOUNDS,
                10,
                1000,
                200,
                Overflow.REJECT,
                Duration.ofSeconds(1),
                Duration.ofSeconds(1),
                ticker));
    List<Task<?>> running = new ArrayList<>();
    int most = 0;
    int many = Boolean.getBoolean("tachograph.full") ? 1_000_000 : 100_000;
    for (int i = 0; i < many; i++) {
      Tenant.Script script = schedule.tenant("tenant" + i).script("vat.js");
      Task<Integer> task =
          new Task<>(script, i, new Work<>(() -> 1, cause -> {}, 0, 0), ticker, any -> false);
      task.admitted = true;
      schedule.add(task);
      if (i % 3 == 0) {
        schedule.remove(task);
      } else {
        running.add(schedule.start());
      }
      if (running.size() == 4) {
        running.forEach(schedule::end);
        running.clear();
      }
      most = Math.max(most, schedule.tenants());
    }
    running.forEach(schedule::end);
    assertThat(most).isLessThanOrEqualTo(4);
    assertThat(schedule.tenants()).isZero();
    assertThat(schedule.queued()).isZero();
  }

  private static int ceil(int a, int b) {
    return (a + b - 1) / b;
  }
}
