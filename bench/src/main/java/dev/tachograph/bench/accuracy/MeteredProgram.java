package dev.tachograph.bench.accuracy;

import dev.tachograph.bench.HeapInUse;
import dev.tachograph.bench.paired.BenchProgram;
import dev.tachograph.bench.paired.Mode;
import dev.tachograph.bench.paired.Subject;
import dev.tachograph.bench.paired.rhino.RhinoSubject;
import dev.tachograph.meter.Evaluated;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Usage;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** A program in a JVM with the agent: each load and each run is an evaluation of its account. */
final class MeteredProgram {
  /** Scopes that are weighed together, after one that is not: its classes are kept for all. */
  private static final int SCOPES = 4;

  private static final int COLLECTIONS = 3;

  private final Subject.Setup setup;
  private final ResourceTracker account;

  private MeteredProgram(String name, Subject.Setup setup) {
    this.setup = setup;
    this.account = Metering.tracker(name);
  }

  static MeteredProgram of(BenchProgram program, Mode mode) {
    return new MeteredProgram(program.name(), program.setup(mode, false, ""));
  }

  /** One that does nothing: what its scope takes, every scope does. */
  static MeteredProgram empty(Mode mode) {
    return new MeteredProgram(
        "empty",
        new Subject.Setup(
            mode == Mode.INTERPRETED,
            false,
            List.of(new Subject.Script("empty.js", "function run() { return ''; }")),
            ""));
  }

  /**
   * Loads it into a scope of its own, and runs it so often.
   *
   * @param isFirst whether it was never loaded before
   */
  void count(boolean isFirst, int runs, BiConsumer<Phase, Usage> counted) throws Exception {
    Evaluated<Subject> loaded = load();
    counted.accept(isFirst ? Phase.FIRST_LOAD : Phase.LATER_LOAD, loaded.usage());
    for (int i = 0; i < runs; i++) {
      counted.accept(i == 0 ? Phase.FIRST_RUN : Phase.LATER_RUN, run(loaded.value()));
    }
  }

  /** Runs it until it has taken so much CPU time, after half as much to warm up. */
  Spent spend(String name, long cpuNanos, ThreadCpu clock, Held held) throws Exception {
    Subject subject = load().value();
    run(subject, cpuNanos / 2);
    long cpu = clock.nanos();
    long bytes = allocated();
    Batch batch = run(subject, cpuNanos);
    bytes = allocated() - bytes;
    cpu = clock.nanos() - cpu;
    return new Spent(
        name,
        batch.runs(),
        batch.usage().get(Resource.ALLOCATED_BYTES),
        bytes,
        batch.usage().get(Resource.JVM_ALLOCATED_BYTES),
        batch.usage().get(Resource.CPU_TIME),
        cpu,
        held.retained(),
        held.charged());
  }

  /** What scopes keep on the heap and are charged, each. */
  record Held(long retained, long charged) {
    Held minus(Held other) {
      return new Held(retained - other.retained, charged - other.charged);
    }
  }

  Held hold() throws Exception {
    HeapInUse.afterCollections(COLLECTIONS); // what the one before has kept takes two turns to go
    List<Subject> scopes = new ArrayList<>();
    scopes.add(used());
    long before = HeapInUse.afterCollections(COLLECTIONS);
    long charged = account.usage().get(Resource.ALLOCATED_BYTES);
    try {
      for (int i = 0; i < SCOPES; i++) {
        scopes.add(used());
      }
      charged = account.usage().get(Resource.ALLOCATED_BYTES) - charged;
      long retained = HeapInUse.afterCollections(COLLECTIONS) - before;
      return new Held(retained / SCOPES, charged / SCOPES);
    } finally {
      Reference.reachabilityFence(scopes);
    }
  }

  private record Batch(int runs, Usage usage) {}

  private Batch run(Subject subject, long cpuNanos) throws Exception {
    Usage usage = Usage.none();
    int runs = 0;
    do {
      usage = usage.plus(run(subject));
      runs++;
    } while (usage.get(Resource.CPU_TIME) < cpuNanos);
    return new Batch(runs, usage);
  }

  private Subject used() throws Exception {
    Subject subject = load().value();
    run(subject);
    return subject;
  }

  private Evaluated<Subject> load() throws Exception {
    return account.run(() -> new RhinoSubject(setup));
  }

  private Usage run(Subject subject) throws Exception {
    return account.run(() -> subject.run(1)).usage();
  }

  private static long allocated() {
    return ((com.sun.management.ThreadMXBean)
            java.lang.management.ManagementFactory.getThreadMXBean())
        .getCurrentThreadAllocatedBytes();
  }
}
