package dev.tachograph.bench.paired;

import dev.tachograph.bench.BenchAgent;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Usage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;

/**
 * One JVM of the benchmark: measures programs in one mode, in two copies of Rhino.
 *
 * <p>The plain copy is loaded completely and compiles its scripts; then the agent starts if the
 * other is a metered one, without seeing what is loaded, and the other is loaded. So the agent
 * needs no exception for a benchmark.
 *
 * <p>There are never more than two copies: all of them share the profiles of the JDK's own code,
 * and what is loaded later is compiled worse.
 */
final class Child {
  /** What a line begins with that holds a sample. */
  static final String SAMPLE = "sample ";

  /** What a line begins with that holds the counts of a run. */
  static final String COUNTED = "counted ";

  private static final long NEVER_REACHED = Long.MAX_VALUE / 4;

  /** Rounds of all programs before any is measured, so that it matters less which comes first. */
  private static final int MIXED_ROUNDS = 3;

  private static final int WARM_UP_PER_ROUND = 3;

  /** How often a script of the prologue is loaded, at most. */
  private static final int MOST_PROLOGUES = 2;

  private final List<BenchProgram> programs;
  private final Mode mode;
  private final Variant variant;
  private final int rounds;
  private final long sampleNanos;
  private final int fork;
  private final Map<BenchProgram, Map<Variant, Subject>> subjects = new LinkedHashMap<>();

  private Child(
      List<BenchProgram> programs,
      Mode mode,
      Variant variant,
      int rounds,
      int sampleMillis,
      int fork) {
    this.programs = new ArrayList<>(programs);
    this.mode = mode;
    this.variant = variant;
    this.rounds = rounds;
    this.sampleNanos = TimeUnit.MILLISECONDS.toNanos(sampleMillis);
    this.fork = fork;
    Collections.shuffle(this.programs, new Random(fork / Variant.compared().size()));
    this.programs.forEach(program -> subjects.put(program, new EnumMap<>(Variant.class)));
  }

  /**
   * Takes the programs, the mode, the variant, the number of rounds, the length of a sample, the
   * fork, and the agent's jar if any.
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    Child child =
        new Child(
            Arrays.stream(args[0].split(",")).map(BenchProgram::named).toList(),
            Mode.valueOf(args[1]),
            Variant.valueOf(args[2]),
            Integer.parseInt(args[3]),
            Integer.parseInt(args[4]),
            Integer.parseInt(args[5]));
    VariantLoader plain = child.load(Variant.PLAIN);
    if (child.variant.isMetered()) {
      BenchAgent.startTachograph(
          args.length > 6 ? Path.of(args[6]) : null, child.variant.agentOptions(), plain);
    }
    if (child.variant == Variant.RECORDED) {
      record();
    }
    child.load(child.variant);
    child.measure();
  }

  /** From now on, to the end of this JVM; of Tachograph's events, with their own settings. */
  @SuppressWarnings("resource")
  private static void record() {
    new Recording().start();
  }

  private VariantLoader load(Variant copy) throws ReflectiveOperationException {
    VariantLoader loader = new VariantLoader(copy);
    loader.loadAll();
    boolean observed = copy == Variant.OBSERVED;
    loader.prologue(prologue(observed));
    loader.callOften(observed);
    for (BenchProgram program : programs) {
      if (copy == Variant.LIMITED) {
        account(program).setLimits(limits());
      }
      Objects.requireNonNull(subjects.get(program))
          .put(copy, loader.subject(program.setup(mode, observed, suffix(copy))));
    }
    return loader;
  }

  /** In an order, and so often, as this fork has it: the same in both copies. */
  private List<Subject.Setup> prologue(boolean observed) {
    Random random = new Random(fork / Variant.compared().size());
    List<Subject.Setup> setups = new ArrayList<>();
    for (Subject.Setup setup : BenchProgram.prologue(observed)) {
      for (int i = random.nextInt(MOST_PROLOGUES); i >= 0; i--) {
        setups.add(setup);
      }
    }
    Collections.shuffle(setups, random);
    return setups;
  }

  private void measure() {
    Map<BenchProgram, Measurement> measurements = new LinkedHashMap<>();
    subjects.forEach(
        (program, variants) ->
            measurements.put(
                program,
                new Measurement(
                    variants, sampleNanos, Objects.hash(program.name(), mode.key(), fork))));
    for (int i = 0; i < MIXED_ROUNDS; i++) {
      measurements.values().forEach(measurement -> measurement.warmUp(1));
    }
    measurements.forEach(this::measure);
  }

  /** Counts are read only when both are warm: neither may be ahead of the other until then. */
  private void measure(BenchProgram program, Measurement measurement) {
    measurement.warmUp(rounds * WARM_UP_PER_ROUND);
    if (variant.isMetered()) {
      requirePlain(program);
    }
    if (variant.countsAll()) {
      System.out.println(COUNTED + counted(program).toLine());
    }
    measurement.measure(rounds, result -> print(program, result));
  }

  private void print(BenchProgram program, Measurement.RoundResult result) {
    result
        .nanos()
        .forEach(
            (variant, nanos) ->
                System.out.println(
                    SAMPLE
                        + new Sample(
                                program.name(),
                                Jdk.own().name(),
                                mode,
                                fork,
                                result.round(),
                                variant,
                                result.times(),
                                nanos)
                            .toLine()));
  }

  private static void requirePlain(BenchProgram program) {
    if (tracker(program, Variant.PLAIN).usage().get(Resource.EVALUATIONS) != 0) {
      throw new IllegalStateException("the plain copy of Rhino is metered");
    }
  }

  private Counted counted(BenchProgram program) {
    Subject subject =
        Objects.requireNonNull(Objects.requireNonNull(subjects.get(program)).get(variant));
    ResourceTracker account = account(program);
    Usage before = account.usage();
    String checksum = subject.run(1);
    Usage after = account.usage();
    return new Counted(
        program.name(),
        checksum,
        after.get(Resource.ITERATIONS) - before.get(Resource.ITERATIONS),
        after.get(Resource.FUNCTION_CALLS) - before.get(Resource.FUNCTION_CALLS));
  }

  private ResourceTracker account(BenchProgram program) {
    return tracker(program, variant);
  }

  private static ResourceTracker tracker(BenchProgram program, Variant variant) {
    return Metering.tracker(program.mainScript(suffix(variant)));
  }

  private static String suffix(Variant variant) {
    return "@" + variant.key();
  }

  private static Limits limits() {
    return Limits.builder()
        .perEvaluation(Resource.ITERATIONS, NEVER_REACHED)
        .perEvaluation(Resource.FUNCTION_CALLS, NEVER_REACHED)
        .total(Resource.ITERATIONS, NEVER_REACHED)
        .total(Resource.FUNCTION_CALLS, NEVER_REACHED)
        .build();
  }
}
