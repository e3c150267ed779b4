package dev.tachograph.agent;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What became of the Rhinos that were loaded before the agent, for operators. Thread-safe. */
final class LoadedRhinos {
  private final List<String> unmetered = new ArrayList<>();
  private final Set<String> metered = new LinkedHashSet<>();

  /** Which of them it is. */
  static String describe(Class<?> context) {
    return context.getName() + " in " + inOneLine(context.getClassLoader());
  }

  /** What it calls itself: loaders and errors of containers take several lines for that. */
  static String inOneLine(@Nullable Object something) {
    return String.valueOf(something).strip().replaceAll("\\s+", " ");
  }

  /** Says that one of them is not metered, and what would help. */
  void refuse(Class<?> context, String why, AgentLog log) {
    refuse(
        describe(context),
        why
            + ". Remedy: start the JVM with -javaagent:tachograph-agent.jar, and where a cache of"
            + " classes has loaded Rhino even before that, with -XX:AOTMode=off",
        log);
  }

  /** Says that those are not metered whose Context cannot be had. */
  void refuse(RhinoSearch search, AgentLog log) {
    search.unreachable().forEach((rhino, why) -> refuse(rhino, ": " + why, log));
  }

  private void refuse(String rhino, String why, AgentLog log) {
    String sentence =
        inOneLine(rhino + " was loaded before the agent, so its scripts are NOT metered" + why);
    synchronized (unmetered) {
      unmetered.add(sentence);
    }
    log.warn(sentence);
  }

  /** They are looked at once more. */
  void forget() {
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
      metered.add(describe(context));
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
}
