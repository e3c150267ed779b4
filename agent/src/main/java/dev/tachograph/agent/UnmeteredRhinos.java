package dev.tachograph.agent;

import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The Rhinos that were loaded before the agent: they can no longer be given counters, so nothing of
 * theirs may be woven. Rhinos in other loaders are metered all the same.
 */
final class UnmeteredRhinos {
  private final Set<ClassLoader> loaders;
  private final List<String> sentences;

  private UnmeteredRhinos(Set<ClassLoader> loaders, List<String> sentences) {
    this.loaders = loaders;
    this.sentences = sentences;
  }

  /** There are none. */
  static UnmeteredRhinos none() {
    return new UnmeteredRhinos(Set.of(), List.of());
  }

  /** Finds them, and says of each what would help. */
  static UnmeteredRhinos find(Instrumentation instrumentation, AgentLog log) {
    Set<ClassLoader> found = Collections.newSetFromMap(new WeakHashMap<>());
    List<String> sentences = new ArrayList<>();
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      ClassLoader loader = loaded.getClassLoader(); // most classes at this time have none
      if (loader != null && loaded.getName().endsWith(".javascript.Context")) {
        found.add(loader);
        sentences.add(
            loaded.getName()
                + " in "
                + loader
                + " was loaded before the agent, so its scripts are NOT metered. Remedy: start the"
                + " JVM with -javaagent:tachograph-agent.jar, and where a cache of classes has"
                + " loaded Rhino even before that, with -XX:AOTMode=off");
      }
    }
    for (String sentence : sentences) {
      log.warn(sentence);
    }
    return new UnmeteredRhinos(found, sentences);
  }

  /** What was said of each of them. */
  List<String> sentences() {
    return sentences;
  }

  boolean isEmpty() {
    return loaders.isEmpty();
  }

  /**
   * Whether classes of this loader belong to one of them: Rhino's own, and scripts, whose loader
   * has Rhino's among its parents or is of a class of Rhino.
   */
  boolean owns(ClassLoader loader) {
    if (loaders.isEmpty()) {
      return false;
    }
    synchronized (loaders) {
      for (@Nullable ClassLoader l = loader; l != null; l = l.getParent()) {
        if (loaders.contains(l)) {
          return true;
        }
      }
      return loaders.contains(loader.getClass().getClassLoader());
    }
  }
}
