package dev.tachograph.agent;

import dev.tachograph.agent.weave.Part;
import dev.tachograph.agent.weave.Parts;
import dev.tachograph.agent.weave.RhinoNames;
import dev.tachograph.meter.Ledger;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a Rhino is metered before the application gets to use it.
 *
 * <p>The first Context that the application makes runs a small script in the interpreter, the first
 * unit that it compiles another one: both must be counted exactly and stopped exactly. The JVM
 * swallows what transformers throw, so nothing short of this tells.
 */
final class Canary {
  /** How Rhino runs a script. */
  enum Mode {
    INTERPRETED(-1),
    COMPILED(0);

    final int optimizationLevel;

    Mode(int optimizationLevel) {
      this.optimizationLevel = optimizationLevel;
    }

    private String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Loops of the top level and of a function. No closures: those need standard objects. */
  private static final String SCRIPT =
      "for (var i = 0; i < 2; i++) (function(){ for (var j = 0; j < 3; j++); })()";

  private static final long ITERATIONS = 8;
  private static final long CALLS = 2;

  /** Account and source name of the canary; its classes are not in the statistics. */
  static final String ACCOUNT = "tachograph-canary";

  private final MethodHandles.Lookup rhino;
  private final RhinoNames names;
  private final Definer definer;
  private final WeavingStatistics statistics;
  private final Parts parts;
  private final Set<Mode> proven = EnumSet.noneOf(Mode.class);
  private volatile @Nullable Thread running;
  private @Nullable Ledger books;
  private @Nullable Class<?> type;
  private @Nullable IntFunction<?> script;

  /** Functions of HtmlUnit's fork always have {@code arguments}, whose prototype must be there. */
  private boolean inStandardObjects;

  private final Map<Mode, LinkageError> failures = new EnumMap<>(Mode.class);

  /**
   * @param parts what is counted, and no more is proven
   */
  Canary(
      MethodHandles.Lookup rhino,
      RhinoNames names,
      Definer definer,
      WeavingStatistics statistics,
      Parts parts) {
    this.rhino = rhino;
    this.parts = parts;
    this.names = names;
    this.definer = definer;
    this.statistics = statistics;
  }

  /** Whether this thread runs it. */
  boolean isRunningHere() {
    return running == Thread.currentThread();
  }

  /** The canary's own ledger while this thread runs it, so that it shows in nobody's report. */
  Ledger ledgerOr(Ledger ledger) {
    Ledger own = books;
    return isRunningHere() && own != null ? own : ledger;
  }

  /**
   * Proves a mode, once.
   *
   * @throws LinkageError if scripts are not counted in it, now and whenever it is asked again
   */
  void prove(Mode mode) {
    if (isRunningHere()) {
      return;
    }
    synchronized (this) {
      LinkageError failure = failures.get(mode);
      if (failure != null) {
        throw failure;
      }
      if (!proven.contains(mode)) {
        try {
          run(mode);
          proven.add(mode);
          statistics.proof(mode.key(), null);
        } catch (VirtualMachineError passing) {
          throw passing; // says nothing about Rhino
        } catch (Throwable unproven) {
          failure =
              new LinkageError(
                  "Tachograph cannot meter this Rhino ("
                      + names.prefix().replace('/', '.')
                      + " in "
                      + rhino.lookupClass().getClassLoader()
                      + ", "
                      + mode
                      + "), so it refuses to let it run scripts. "
                      + remedy(unproven),
                  unproven);
          failures.put(mode, failure);
          statistics.proof(mode.key(), unproven.toString());
          throw failure;
        }
      }
    }
  }

  /** Whether scripts are counted in a mode, as far as that was tried. */
  synchronized boolean isProven(Mode mode) {
    return proven.contains(mode);
  }

  private static String remedy(Throwable unproven) {
    for (Throwable cause = unproven; cause != null; cause = cause.getCause()) {
      if (cause instanceof NoClassDefFoundError && cause.getMessage() != null) {
        return "This JVM lacks "
            + cause.getMessage()
            + ". Remedy: use one with the module or the jar of that class; Tachograph itself needs"
            + " java.instrument and java.management";
      }
    }
    return "Remedy: use a supported version, or start the JVM without the agent";
  }

  private void run(Mode mode) throws Throwable {
    running = Thread.currentThread();
    try {
      Usage usage = count(mode);
      require(isCounted(usage), mode, usage);
      if (parts.has(Part.ITERATIONS)) {
        require(stops(mode, Resource.ITERATIONS, ITERATIONS - 1), mode, usage);
      }
      if (parts.has(Part.FUNCTION_CALLS)) {
        require(stops(mode, Resource.FUNCTION_CALLS, CALLS - 1), mode, usage);
      }
      exhaust();
    } finally {
      books = null;
      running = null;
    }
  }

  private boolean isCounted(Usage usage) {
    return (!parts.has(Part.ITERATIONS) || usage.get(Resource.ITERATIONS) == ITERATIONS)
        && (!parts.has(Part.FUNCTION_CALLS) || usage.get(Resource.FUNCTION_CALLS) == CALLS)
        && (parts.isAll() || isPartlyCounted(usage));
  }

  /** How many bytes, steps and frames there are is the version's business. */
  private boolean isPartlyCounted(Usage usage) {
    return (!parts.has(Part.ALLOCATED_BYTES) || usage.get(Resource.ALLOCATED_BYTES) > 0)
        && (!parts.has(Part.NATIVE_STEPS) || usage.get(Resource.NATIVE_STEPS) > 0)
        && (!parts.has(Part.STACK) || usage.get(Resource.STACK_DEPTH) > 0);
  }

  private Usage count(Mode mode) throws Throwable {
    Ledger counting = new Ledger();
    books = counting;
    try {
      evaluate(mode);
    } catch (NullPointerException | ClassCastException incomplete) {
      if (inStandardObjects) {
        throw incomplete;
      }
      inStandardObjects = true;
      script = null;
      return count(mode);
    }
    return counting.usage(ACCOUNT);
  }

  private boolean stops(Mode mode, Resource resource, long limit) throws Throwable {
    Ledger limiting = new Ledger();
    limiting.setLimits(ACCOUNT, Limits.builder().perEvaluation(resource, limit).build());
    books = limiting;
    Object evaluation = limiting.evaluations().bind(ACCOUNT);
    try {
      evaluate(mode);
      return false;
    } catch (LimitExceededError stopped) {
      return stopped.breach().resource() == resource && stopped.breach().used() == limit + 1;
    } finally {
      limiting.evaluations().unbind(evaluation, null);
    }
  }

  /** What ends a script at the end of the stack must not be loaded and initialised there. */
  private static void exhaust() {
    Ledger exhausted = new Ledger();
    Object evaluation = exhausted.evaluations().bind(ACCOUNT);
    try {
      LimitExceededError error =
          exhausted.evaluations().exceeded(evaluation, Resource.STACK_DEPTH.ordinal(), 0);
      assert error != null;
    } finally {
      exhausted.evaluations().unbind(evaluation, null);
    }
  }

  private static void require(boolean holds, Mode mode, Usage usage) {
    if (!holds) {
      throw new IllegalStateException(mode + " code was not counted or not stopped: " + usage);
    }
  }

  private void evaluate(Mode mode) throws ReflectiveOperationException {
    IntFunction<?> known = script;
    if (known == null) {
      statistics.version(version(find("Context")));
      known = script();
      script = known;
    }
    Object result = known.apply(mode.optimizationLevel);
    assert result != null;
  }

  /**
   * A class beside Rhino's own: through reflection, {@code Class.getMethod} would resolve the types
   * of every method, some of which in Context are of {@code java.desktop}, which Rhino itself can
   * do without; and each call of a method handle takes the JVM a new class.
   */
  private IntFunction<?> script() throws ReflectiveOperationException {
    Class<?> defined = type;
    if (defined == null) {
      defined = definer.define("TachographCanary", names.prefix(), rhino.lookupClass());
      type = defined;
    }
    Constructor<?> constructor =
        defined.getDeclaredConstructor(String.class, String.class, boolean.class);
    constructor.setAccessible(true);
    return (IntFunction<?>) constructor.newInstance(SCRIPT, ACCOUNT, inStandardObjects);
  }

  /** Of the jar that Context is from: Rhino itself asks the first jar that looks like Rhino. */
  private static String version(Class<?> context) {
    String version = context.getPackage().getImplementationVersion();
    if (version == null && context.getModule().isNamed()) {
      version = version(context.getModule());
    }
    return version == null ? "Rhino of unknown version" : "Rhino " + version;
  }

  /** The packages of a named module have no attributes, and its descriptor need not have any. */
  private static @Nullable String version(Module rhino) {
    String version = rhino.getDescriptor().rawVersion().orElse(null);
    if (version != null) {
      return version;
    }
    try (InputStream manifest = rhino.getResourceAsStream(JarFile.MANIFEST_NAME)) {
      return manifest == null
          ? null
          : new Manifest(manifest)
              .getMainAttributes()
              .getValue(Attributes.Name.IMPLEMENTATION_VERSION);
    } catch (IOException unreadable) {
      return null;
    }
  }

  private Class<?> find(String name) throws ReflectiveOperationException {
    return rhino.findClass(names.of(name).replace('/', '.'));
  }
}
