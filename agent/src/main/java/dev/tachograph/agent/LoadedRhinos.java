package dev.tachograph.agent;

import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The Rhinos that were loaded before the agent. None of their classes can get a field or a method,
 * so they are woven in another way than those that come later, or not at all. Thread-safe.
 */
final class LoadedRhinos {
  private final Set<ClassLoader> loaders;
  private final List<String> unmetered = new ArrayList<>();
  private final Set<String> metered = new LinkedHashSet<>();

  private LoadedRhinos(Set<ClassLoader> loaders) {
    this.loaders = Collections.synchronizedSet(loaders);
  }

  /** There are none. */
  static LoadedRhinos none() {
    return new LoadedRhinos(Set.of());
  }

  /** Finds them. */
  static LoadedRhinos find(Instrumentation instrumentation) {
    Set<ClassLoader> found = Collections.newSetFromMap(new WeakHashMap<>());
    for (Class<?> context : RhinoSearch.contexts(instrumentation)) {
      found.add(context.getClassLoader());
    }
    return new LoadedRhinos(found);
  }

  /** Says that one of them is not metered, and what would help. */
  void refuse(Class<?> context, String why, AgentLog log) {
    String sentence =
        context.getName()
            + " in "
            + context.getClassLoader()
            + " was loaded before the agent, so its scripts are NOT metered"
            + why
            + ". Remedy: start the JVM with -javaagent:tachograph-agent.jar, and where a cache of"
            + " classes has loaded Rhino even before that, with -XX:AOTMode=off";
    synchronized (unmetered) {
      unmetered.add(sentence);
    }
    log.warn(sentence);
  }

  /** They are looked at once more. */
  void forgetOutcome() {
    synchronized (metered) {
      metered.clear();
    }
    synchronized (unmetered) {
      unmetered.clear();
    }
  }

  /** One of them is metered. */
  void meter(Class<?> context) {
    synchronized (metered) {
      metered.add(context.getName() + " in " + context.getClassLoader());
    }
  }

  /** Those that are metered. */
  List<String> metered() {
    synchronized (metered) {
      return List.copyOf(metered);
    }
  }

  /** What was said of those that are not metered. */
  List<String> unmetered() {
    synchronized (unmetered) {
      return List.copyOf(unmetered);
    }
  }

  boolean isEmpty() {
    return loaders.isEmpty();
  }

  /**
   * Whether classes of this loader belong to one of them: Rhino's own, and scripts, whose loader
   * has Rhino's among its parents or is of a class of Rhino.
   */
  boolean owns(ClassLoader loader) {
    return owner(loader) != null;
  }

  /** The loader of the Rhino that classes of this loader belong to, if it is one of them. */
  @Nullable ClassLoader owner(ClassLoader loader) {
    if (loaders.isEmpty()) {
      return null;
    }
    for (@Nullable ClassLoader l = loader; l != null; l = l.getParent()) {
      if (loaders.contains(l)) {
        return l;
      }
    }
    ClassLoader ofClass = loader.getClass().getClassLoader();
    return ofClass != null && loaders.contains(ofClass) ? ofClass : null;
  }
}
