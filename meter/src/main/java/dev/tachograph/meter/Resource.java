package dev.tachograph.meter;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Something that a script consumes and that a limit can bound.
 *
 * <p>All counters are exact 64-bit integers from 0 to {@link Long#MAX_VALUE}; additions saturate.
 * The {@linkplain #key() key} is the resource's name in options, JMX, JFR and JSON.
 */
public enum Resource {
  /**
   * Back-edges that JavaScript's loops take: a do-while of n rounds counts n-1, a {@code for} or
   * {@code while} of n rounds counts n, a for-in or for-of over nothing counts 0. Not counted:
   * loops inside Rhino's own built-ins.
   */
  ITERATIONS("iterations", Kind.SUM, Unit.COUNT),

  /**
   * Entries of script-defined function bodies by any caller ({@code new}, getters, bound functions,
   * callbacks, promise jobs) and the creation of generators. Not counted: the top level of a
   * script, the body of an {@code eval}, the resumption of a generator, and native functions.
   */
  FUNCTION_CALLS("functionCalls", Kind.SUM, Unit.COUNT),

  /**
   * Bytes by a fixed tariff, charged before the allocation and never credited; the same in every
   * mode and on every machine. The table is in docs/tariff.md. Not counted: what a host allocates
   * on its own, and temporary objects of Rhino that end with the operation that made them.
   */
  ALLOCATED_BYTES("allocatedBytes", Kind.SUM, Unit.BYTES),

  /**
   * Rounds of loops inside Rhino's built-ins, parser and compiler, in blocks of {@value
   * #NATIVE_BLOCK}, and charges in proportion to sizes before calls of the JDK that cannot be
   * interrupted. Exact for one version of Rhino. Not counted: the rest of a loop that is less than
   * a block.
   */
  NATIVE_STEPS("nativeSteps", Kind.SUM, Unit.COUNT),

  /** Characters of source that were parsed: scripts, {@code eval}, {@code Function}, RegExp. */
  SOURCE_CHARS("sourceChars", Kind.SUM, Unit.COUNT),

  /** Nested frames of script functions and of Rhino's recursive built-ins: the deepest nesting. */
  STACK_DEPTH("stackDepth", Kind.PEAK, Unit.COUNT),

  /**
   * The deepest stack in bytes, as estimated from the frames that {@link #STACK_DEPTH} counts:
   * their locals and operands, and a fixed price for what lies between them. Taken in pieces of 4
   * kB; differs between modes. Where depths are limited and this is not, the thread is assumed to
   * have 512 kB, of which {@value #ASSUMED_STACK_BYTES} may be taken.
   */
  STACK_BYTES("stackBytes", Kind.PEAK, Unit.BYTES),

  /** The largest single charge of {@link #ALLOCATED_BYTES}: one array, one string, one table. */
  ALLOCATION_AT_ONCE("allocationAtOnce", Kind.PEAK, Unit.BYTES),

  /**
   * A price for all work: the sum of iterations, function calls, allocated bytes, native steps and
   * source characters, each with a weight that makes it follow CPU time. Exact where they are. The
   * weights are in docs/fuel.md.
   */
  FUEL("fuel", Kind.SUM, Unit.COUNT),

  /**
   * Evaluations that were admitted. Bounded only cumulatively: a single evaluation is always one.
   * Not counted: evaluations that were denied.
   */
  EVALUATIONS("evaluations", Kind.SUM, Unit.COUNT),

  /**
   * CPU time of the script's thread, as exact as the JVM's clock. A limit is enforced by a watchdog
   * within milliseconds after it is passed, at the script's next count. The JVM does not know it of
   * virtual threads: where it is limited, evaluations on them are refused.
   */
  CPU_TIME("cpuTime", Kind.SUM, Unit.NANOS),

  /** Time between the start and the end of the evaluation; enforced like {@link #CPU_TIME}. */
  WALL_TIME("wallTime", Kind.SUM, Unit.NANOS),

  /**
   * What the JVM says that the script's thread allocated: true, but different from run to run. A
   * backstop; enforced like {@link #CPU_TIME}, and unknown where that is.
   */
  JVM_ALLOCATED_BYTES("jvmAllocatedBytes", Kind.SUM, Unit.BYTES),

  /** Bytes that a script had written, as the host charges them: {@link ResourceTracker#charge}. */
  OUTPUT_BYTES("outputBytes", Kind.SUM, Unit.BYTES),

  /**
   * Operations of the host that a script, or anybody on the account, had done; charged by the host.
   * Not counted: calls of Rhino's own functions.
   */
  HOST_CALLS("hostCalls", Kind.SUM, Unit.COUNT),

  /** The largest file that was read or written, as the host charges it. */
  FILE_BYTES("fileBytes", Kind.PEAK, Unit.BYTES),

  /**
   * Bytes that guards of the host hold at one time: {@link ResourceTracker#memoryGuard}. A reading
   * is the most that was held.
   */
  HELD_BYTES("heldBytes", Kind.LEVEL, Unit.BYTES),

  /**
   * Evaluations and guarded operations of the host that run at one time. A reading is the most that
   * ran together.
   */
  CONCURRENT_OPERATIONS("concurrentOperations", Kind.LEVEL, Unit.COUNT);

  /** How readings add up. */
  public enum Kind {
    /** They are added. */
    SUM,
    /** The highest counts. Bounded only per evaluation. */
    PEAK,
    /** It rises and falls; the highest counts, of an evaluation and of the account. */
    LEVEL
  }

  /** What a resource is measured in. */
  public enum Unit {
    /** A plain number. */
    COUNT,
    /** Bytes. */
    BYTES,
    /** Nanoseconds. */
    NANOS
  }

  /** How many rounds of a loop inside Rhino are charged at once. */
  static final int NATIVE_BLOCK = 128;

  /** What a script may take of the stack of a thread that nobody has described. */
  static final long ASSUMED_STACK_BYTES = 416 << 10;

  /** Another word for {@link #ALLOCATED_BYTES} in options. */
  static final String MEMORY_BYTES = "memoryBytes";

  private static final List<Resource> ALL = List.of(values());
  private static final Map<String, Resource> BY_KEY = new HashMap<>();
  private static final List<Resource> MEASURED = List.of(CPU_TIME, WALL_TIME, JVM_ALLOCATED_BYTES);
  private static final List<Resource> HOSTS = ALL.subList(OUTPUT_BYTES.ordinal(), ALL.size());

  // A loop: every JVM with the agent waits for it, and has not used a stream or lambda yet.
  static {
    for (Resource resource : ALL) {
      BY_KEY.put(resource.key, resource);
    }
  }

  private final String key;
  private final Kind kind;
  private final Unit unit;

  Resource(String key, Kind kind, Unit unit) {
    this.key = key;
    this.kind = kind;
    this.unit = unit;
  }

  /** The name of this resource in options, JMX, JFR and JSON, for example {@code functionCalls}. */
  public String key() {
    return key;
  }

  /** Whether a single evaluation can be limited in this resource, or only an account's total. */
  public boolean isLimitedPerEvaluation() {
    return this != EVALUATIONS && this != CONCURRENT_OPERATIONS;
  }

  /** Whether an account's total can be limited in this resource, or only a single evaluation. */
  public boolean isLimitedInTotal() {
    return kind != Kind.PEAK;
  }

  /** How readings of this resource add up. */
  public Kind kind() {
    return kind;
  }

  /** What this resource is measured in. */
  public Unit unit() {
    return unit;
  }

  /** What one of it costs in fuel; 0 if it costs nothing. */
  public long fuelWeight() {
    return Fuel.weight(ordinal());
  }

  /** Whether it is read from a clock of the JVM and not counted by woven code. */
  boolean isMeasured() {
    return this == CPU_TIME || this == WALL_TIME || this == JVM_ALLOCATED_BYTES;
  }

  /** Whether every evaluation takes one of it when it is admitted. */
  boolean isOnePerEvaluation() {
    return this == EVALUATIONS || this == CONCURRENT_OPERATIONS;
  }

  /** Whether nobody counts it but the host. */
  boolean isHosts() {
    return compareTo(OUTPUT_BYTES) >= 0;
  }

  /** Whether a refused charge is reported but not billed: sizes are, single counts are billed. */
  boolean isChargedBySize() {
    return switch (this) {
      case ALLOCATED_BYTES, NATIVE_STEPS, SOURCE_CHARS, STACK_BYTES, ALLOCATION_AT_ONCE, FUEL ->
          true;
      default -> false;
    };
  }

  /** Adds two readings; saturates. */
  long combine(long one, long other) {
    if (kind != Kind.SUM) {
      return Math.max(one, other);
    }
    long sum = one + other;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /**
   * The name in JSON: the {@linkplain #key() key}, and of times with the unit, as in {@code
   * cpuTimeNanos}.
   */
  public String jsonKey() {
    return unit == Unit.NANOS ? key + "Nanos" : key;
  }

  /** A value of this resource for people: {@code 1001}, {@code 12.3 MB}, {@code 41 ms}. */
  public String words(long value) {
    return value == Usage.UNKNOWN ? "unknown" : Units.words(unit, value);
  }

  /** A limit on this resource as options have it: {@code 1001}, {@code 256m}, {@code 5s}. */
  public String option(long limit) {
    return Units.option(unit, limit);
  }

  /** The flag of the command line that limits this resource, without its prefix. */
  public String flag() {
    return key.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** All resources in their fixed order, which is also the order of arrays of counters. */
  public static List<Resource> all() {
    return ALL;
  }

  /** The resources that are measured, in their order. */
  static List<Resource> measured() {
    return MEASURED;
  }

  /** The resources that only the host counts, in their order. */
  static List<Resource> hosts() {
    return HOSTS;
  }

  /** Finds the resource that an option names by its key or another word for it. */
  static Optional<Resource> ofOptionKey(String key) {
    return ofKey(key.equals(MEMORY_BYTES) ? ALLOCATED_BYTES.key : key);
  }

  /** Finds the resource with this {@linkplain #key() key}; keys are case-sensitive. */
  public static Optional<Resource> ofKey(String key) {
    return Optional.ofNullable(BY_KEY.get(key));
  }
}
