package dev.tachograph.agent.tools;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds a Rhino in any package among the classes that a JVM says it has loaded. */
final class MovedRhino {
  /** The diagnostic command that says so: a tree of {@code name/loader}. */
  static final String COMMAND = "VM.class_hierarchy";

  /** What every Rhino has in one package, and is loaded where one is used. */
  private static final Set<String> NEIGHBOURS = Set.of("Context", "Scriptable", "ScriptRuntime");

  private MovedRhino() {}

  /** Whether a loader has all of them in one package. */
  static boolean isIn(String classes) {
    Map<String, Set<String>> found = new HashMap<>();
    return classes.lines().anyMatch(line -> completes(line, found));
  }

  private static boolean completes(String line, Map<String, Set<String>> found) {
    int start = line.indexOf("--") + 2;
    int slash = line.indexOf('/', start);
    int dot = line.lastIndexOf('.', slash);
    if (start < 2 || dot < start || !NEIGHBOURS.contains(line.substring(dot + 1, slash))) {
      return false;
    }
    String loader = line.substring(slash).replaceFirst(" .*", "");
    Set<String> of =
        found.computeIfAbsent(line.substring(start, dot) + loader, home -> new TreeSet<>());
    return of.add(line.substring(dot + 1, slash)) && of.size() == NEIGHBOURS.size();
  }
}
