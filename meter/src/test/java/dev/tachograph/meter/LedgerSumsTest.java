package dev.tachograph.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever many threads do on the accounts of a tree, the records add up to the totals, the
 * children to their parents, and nobody overspends. A seed that failed once stays in the list.
 */
class LedgerSumsTest {
  private static final List<Resource> COUNTED =
      List.of(Resource.ITERATIONS, Resource.FUNCTION_CALLS, Resource.ALLOCATED_BYTES);
  private static final int THREADS = 4;
  private static final int EVALUATIONS = 150;

  private final Ledger ledger = new Ledger();
  private final ResourceTracker root = ResourceTracker.open("root", null, new LocalPort(ledger));
  private final List<ResourceTracker> accounts = new ArrayList<>();
  private final Queue<EvaluationRecord> records = new ConcurrentLinkedQueue<>();
  private final Map<String, Usage> charged = new ConcurrentHashMap<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void recordsAddUp(long seed) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    ResourceTracker left = root.child("left");
    ResourceTracker right = root.child("right");
    accounts.addAll(List.of(root, left, right, left.child("leaf"), right.child("leaf")));
    for (ResourceTracker account : accounts) {
      account.setLimits(limits(random));
    }
    root.listen(
        new EvaluationListener() {
          @Override
          public void ended(EvaluationRecord evaluation) {
            records.add(evaluation);
          }

          @Override
          public void charged(String account, Resource resource, long amount) {
            long[] counts = new long[Resource.all().size()];
            counts[resource.ordinal()] = amount;
            charged.merge(account, Usage.of(counts), Usage::plus);
          }
        });

    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> tasks = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      SplittableRandom own = random.split();
      tasks.add(threads.submit(() -> work(own)));
    }
    for (Future<?> task : tasks) {
      task.get();
    }
    threads.shutdown();
    check();
  }

  /** About half of the accounts are limited, some so that they run dry in the middle. */
  private static Limits limits(SplittableRandom random) {
    Limits.Builder limits = Limits.builder();
    for (Resource resource : COUNTED) {
      if (random.nextBoolean()) {
        limits.total(resource, random.nextInt(20_000));
      }
    }
    if (random.nextInt(4) == 0) {
      limits.total(Resource.HOST_CALLS, random.nextInt(400));
    }
    return limits.build();
  }

  private void work(SplittableRandom random) {
    for (int i = 0; i < EVALUATIONS; i++) {
      ResourceTracker account = accounts.get(random.nextInt(accounts.size()));
      switch (random.nextInt(8)) {
        case 0 -> attempt(() -> account.charge(Resource.HOST_CALLS, random.nextInt(9)));
        case 1 -> attempt(() -> account.charge(Resource.ITERATIONS, random.nextInt(50)));
        default -> attempt(() -> evaluate(account, random));
      }
    }
  }

  private static void attempt(Runnable work) {
    try {
      work.run();
    } catch (LimitExceededError refused) {
      long least = refused.breach().limit() + (refused.breach().requested() > 0 ? 1 : 0);
      assertThat(refused.breach().used()).isGreaterThanOrEqualTo(least);
    }
  }

  private void evaluate(ResourceTracker account, SplittableRandom random) {
    FakeContext cx = new FakeContext(ledger).enter(account.account(), "s.js");
    LimitExceededError stopped = null;
    try {
      for (int i = random.nextInt(60); i > 0; i--) {
        Resource resource = COUNTED.get(random.nextInt(COUNTED.size()));
        cx.charge(resource, resource == Resource.ALLOCATED_BYTES ? random.nextInt(40) : 1);
        if (random.nextInt(10) == 0) {
          account.charge(Resource.HOST_CALLS, 1);
        }
      }
    } catch (LimitExceededError exceeded) {
      stopped = exceeded;
    }
    cx.exit(stopped);
  }

  private void check() {
    assertThat(ledger.evaluations().running()).isEmpty();
    assertThat(records).hasSizeGreaterThan(THREADS * EVALUATIONS / 2);
    for (ResourceTracker account : accounts) {
      Usage sum = Usage.none();
      long refusedTicks = 0;
      for (EvaluationRecord record : records) {
        if (isWithin(record.account(), account)) {
          sum = sum.plus(record.usage());
        }
      }
      for (Map.Entry<String, Usage> charge : charged.entrySet()) {
        if (isWithin(charge.getKey(), account)) {
          sum = sum.plus(charge.getValue());
        }
      }
      Usage total = account.usage();
      for (Resource resource : COUNTED) {
        assertThat(total.get(resource)).as("%s %s", account, resource).isEqualTo(sum.get(resource));
      }
      assertThat(total.get(Resource.HOST_CALLS)).isEqualTo(sum.get(Resource.HOST_CALLS));
      assertThat(total.get(Resource.EVALUATIONS)).isEqualTo(sum.get(Resource.EVALUATIONS));
      for (EvaluationRecord record : records) {
        Breach breach = record.breach();
        if (isWithin(record.account(), account) && breach != null && !breach.denied()) {
          refusedTicks++;
        }
      }
      for (LimitStatus status : account.limitStatus().values()) {
        // A single count that is refused is in the usage, but no size is.
        assertThat(status.used()).isLessThanOrEqualTo(status.limit() + refusedTicks);
      }
    }
  }

  private static boolean isWithin(String id, ResourceTracker account) {
    return id.equals(account.account()) || id.startsWith(account.account() + "/");
  }
}
