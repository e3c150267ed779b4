package dev.tachograph.agent;

import dev.tachograph.agent.weave.Candidates;
import dev.tachograph.agent.weave.RhinoNames;
import dev.tachograph.meter.internal.BackgroundThreads;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Meters the Rhinos that were loaded before the agent: weaves their classes and scripts once more
 * where they are loaded, which takes effect when each method is next entered.
 *
 * <p>A frame that is active goes on in the old code, which the JIT never compiles again. So scripts
 * that have one are left alone, and tried again, once a second in the end. Rhino's own classes
 * cannot wait: on a busy JVM some of them always have one.
 */
final class LateMetering {
  /** Soon at first: of a script that is called all the time, a gap has to be met. */
  private static final long FIRST_RETRY_MILLIS = 50;

  private static final long LAST_RETRY_MILLIS = 1_000;

  /**
   * How often they get their code back. Each time, the JIT compiles again whatever calls Rhino: on
   * a busy JVM, HotSpot 17 took gigabytes for that from the eighth time on.
   */
  private static final int MOST_TIMES = 4;

  private final Instrumentation instrumentation;
  private final Governor governor;
  private final Rhinos rhinos;
  private final LoadedRhinos outcome;
  private final AgentLog log;
  private final RhinoTransformer transformer;

  /** Whether they have their counters. Guarded by this. */
  private boolean woven;

  /** How often they had their code back. Guarded by this. */
  private int times;

  /** Guarded by this. */
  private final ScheduledExecutorService retries =
      Executors.newSingleThreadScheduledExecutor(new BackgroundThreads("tachograph-late"));

  LateMetering(
      Instrumentation instrumentation, Governor governor, LoadedRhinos outcome, AgentLog log) {
    this.instrumentation = instrumentation;
    this.governor = governor;
    this.rhinos = governor.rhinos();
    this.outcome = outcome;
    this.log = log;
    this.transformer = RhinoTransformer.late(governor, log);
  }

  /** Starts to meter them, or says of each why not. */
  synchronized void attach() {
    if (woven) {
      return;
    }
    outcome.forget();
    for (Class<?> context : RhinoSearch.in(instrumentation).contexts()) {
      Rhinos.Rhino unused = expect(context);
    }
    rhinos.settle();
    RhinoSearch search = RhinoSearch.in(instrumentation); // what came between them included
    outcome.refuse(search, log);
    if (search.findsOnBootPath()) {
      rhinos.leaveBootPath();
    }
    List<Class<?>> contexts = new ArrayList<>();
    for (Class<?> context : search.contexts()) {
      if (expect(context).isLate()) {
        contexts.add(context);
      } else if (!hasFields(context)) {
        outcome.refuse(context, ", as it was loaded while the agent started", log);
      }
    }
    if (!rhinos.hasLate()) {
      return;
    }
    contexts.forEach(context -> expect(context).release(false));
    instrumentation.addTransformer(transformer, true);
    woven = true;
    for (Class<?> context : contexts) {
      try {
        meter(context);
      } catch (Throwable failure) {
        release(context);
        log.warn("a Rhino that was loaded before the agent cannot be metered", failure);
        outcome.refuse(context, " (" + failure + ")", log);
      }
    }
    weaveScripts(Set.of(), FIRST_RETRY_MILLIS);
  }

  /**
   * Gives all of them, and their scripts, the code back that they had, unless they had it too often
   * already: then they go on counting.
   *
   * @return those that go on counting
   */
  synchronized List<String> detach() {
    if (!woven) {
      return List.of();
    }
    if (times == MOST_TIMES) {
      return outcome.metered();
    }
    times++;
    woven = false;
    instrumentation.removeTransformer(transformer);
    for (Class<?> context : RhinoSearch.in(instrumentation).contexts()) {
      if (expect(context).isLate()) {
        release(context);
      }
    }
    LoadedScripts.find(instrumentation, rhinos).forEach(this::weaveScript);
    return List.of();
  }

  private Rhinos.Rhino expect(Class<?> context) {
    return rhinos.expect(context.getClassLoader(), RhinoNames.beside(context));
  }

  /** Whether it was woven when it was loaded. */
  private static boolean hasFields(Class<?> context) {
    try {
      return context.getDeclaredField("tachograph$evaluation") != null;
    } catch (NoSuchFieldException plain) {
      return false;
    } catch (LinkageError unknown) {
      return true; // the canary will tell
    }
  }

  private void meter(Class<?> context) throws Throwable {
    ClassLoader loader = context.getClassLoader();
    RhinoNames names = transformer.prepareLate(context);
    List<Class<?>> library = library(loader, names);
    retransform(library);
    governor.runtime(loader, names).proof().ofEverything();
    outcome.meter(context);
    log.info(
        LoadedRhinos.describe(context)
            + " was loaded before the agent: its scripts are metered from their next entry on");
  }

  /** Back to the code that was there before the agent; what runs ends as it is. */
  private void release(Class<?> context) {
    expect(context).release(true);
    ClassLoader loader = context.getClassLoader();
    List<String> left = new ArrayList<>();
    release(library(loader, RhinoNames.beside(context)), left);
    if (!left.isEmpty()) {
      log.warn(
          "the JVM leaves classes of "
              + LoadedRhinos.inOneLine(loader)
              + " as they are: "
              + String.join(", ", left));
    }
  }

  /**
   * All but those that the JVM does not touch. It links a class for that, which fails, for ever,
   * where the loader has been closed; whoever calls such a class fails, too.
   */
  private void release(List<Class<?>> library, List<String> left) {
    try {
      retransform(library);
    } catch (UnmodifiableClassException | LinkageError | InternalError one) {
      if (library.size() == 1) {
        left.add(library.get(0).getName());
      } else {
        int half = library.size() / 2;
        release(library.subList(0, half), left);
        release(library.subList(half, library.size()), left);
      }
    }
  }

  private List<Class<?>> library(ClassLoader loader, RhinoNames names) {
    List<Class<?>> found = new ArrayList<>();
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      String name = loaded.getName().replace('.', '/');
      if (loaded.getClassLoader() == loader
          && !loaded.isArray()
          && !loaded.isHidden()
          && instrumentation.isModifiableClass(loaded)
          && Candidates.isLibrary(name)
          && names.equals(rhinos.namesOf(loader, name))) {
        found.add(loaded);
      }
    }
    return found;
  }

  /**
   * Weaves the scripts that are loaded, except those that run.
   *
   * @param waiting those that are to be tried again; empty if all are
   * @param retryMillis when to try those again that run
   */
  private void weaveScripts(Set<String> waiting, long retryMillis) {
    Set<String> running = running();
    List<String> left = new ArrayList<>();
    for (Class<?> script : LoadedScripts.find(instrumentation, rhinos)) {
      if (!waiting.isEmpty() && !waiting.contains(script.getName())) {
        continue;
      }
      if (running.contains(script.getName())) {
        left.add(script.getName());
      } else {
        weaveScript(script);
      }
    }
    if (!left.isEmpty()) {
      if (waiting.isEmpty()) {
        log.warn(
            "scripts that run are not metered until they have ended: " + String.join(", ", left));
      }
      Set<String> again = Set.copyOf(left);
      var unused =
          retries.schedule(
              () -> weaveAgain(again, retryMillis), retryMillis, TimeUnit.MILLISECONDS);
    }
  }

  private synchronized void weaveAgain(Set<String> scripts, long afterMillis) {
    if (woven) {
      weaveScripts(scripts, Math.min(afterMillis * 2, LAST_RETRY_MILLIS));
    }
  }

  private void weaveScript(Class<?> script) {
    try {
      instrumentation.retransformClasses(script);
    } catch (UnmodifiableClassException | LinkageError failure) {
      log.warn("the script " + script.getName() + " is NOT metered", failure);
    }
  }

  /** The classes that have a frame on some thread's stack, by name. */
  private static Set<String> running() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(java.util.Arrays::stream)
        .map(StackTraceElement::getClassName)
        .collect(Collectors.toSet());
  }

  private void retransform(List<Class<?>> classes) throws UnmodifiableClassException {
    if (!classes.isEmpty()) {
      instrumentation.retransformClasses(classes.toArray(new Class<?>[0]));
    }
  }
}
