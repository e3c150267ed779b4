package dev.tachograph.agent;

import dev.tachograph.agent.weave.RhinoNames;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the Rhinos of which anything is loaded. That may be little: what catches Rhino's exceptions
 * has the JVM load these, long before a script is run. But what is loaded cannot get a field any
 * more, and the rest of that Rhino must not count on it.
 */
final class RhinoSearch {
  /** Of a Rhino that somebody has moved, one of these is loaded first. */
  private static final Set<String> MARKS =
      Set.of(
          "Context",
          "ContextFactory",
          "RhinoException",
          "ScriptRuntime",
          "Scriptable",
          "ScriptableObject");

  /** What every Rhino has in one package. */
  private static final List<String> NEIGHBOURS = List.of("Context", "Scriptable", "ScriptRuntime");

  private RhinoSearch() {}

  /** The Context of each of them, which is loaded now if it was not before. */
  static List<Class<?>> contexts(Instrumentation instrumentation) {
    Map<ClassLoader, Map<String, Set<String>>> candidates = new LinkedHashMap<>();
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      ClassLoader loader = loaded.getClassLoader();
      if (loader == null || loaded.isArray() || loaded.isHidden()) {
        continue;
      }
      String name = loaded.getName().replace('.', '/');
      String simpleName = name.substring(name.lastIndexOf('/') + 1);
      RhinoNames owner = RhinoNames.owning(name, Set.of());
      if (owner == null && MARKS.contains(simpleName)) {
        owner = RhinoNames.beside(name);
      }
      if (owner != null) {
        candidates
            .computeIfAbsent(loader, l -> new HashMap<>())
            .computeIfAbsent(owner.prefix(), prefix -> new HashSet<>())
            .add(name);
      }
    }
    Set<Class<?>> found = new LinkedHashSet<>();
    candidates.forEach(
        (loader, packages) ->
            packages.forEach(
                (prefix, known) -> {
                  Class<?> context = context(loader, prefix, known);
                  if (context != null) {
                    found.add(context);
                  }
                }));
    return new ArrayList<>(found);
  }

  private static @Nullable Class<?> context(ClassLoader loader, String prefix, Set<String> loaded) {
    try {
      for (String neighbour : NEIGHBOURS) {
        String name = prefix + neighbour;
        if (!loaded.contains(name) && loader.getResource(name + ".class") == null) {
          return null;
        }
      }
      return Class.forName((prefix + "Context").replace('/', '.'), false, loader);
    } catch (ClassNotFoundException | LinkageError | RuntimeException unavailable) {
      return null; // a loader that does not serve any more: nobody gets at the rest of that Rhino
    }
  }
}
