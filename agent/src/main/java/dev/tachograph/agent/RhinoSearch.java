package dev.tachograph.agent;

import dev.tachograph.agent.weave.Candidates;
import dev.tachograph.agent.weave.RhinoNames;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.HashMap;
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
 *
 * @param contexts the Context of each of them, which is loaded now if it was not before
 * @param unreachable those whose Context cannot be had, each with the reason
 */
record RhinoSearch(List<Class<?>> contexts, Map<String, String> unreachable) {
  /** What every Rhino has in one package. */
  private static final List<String> NEIGHBOURS = List.of("Context", "Scriptable", "ScriptRuntime");

  private static final String BOOT =
      "Rhino on the boot class path is not supported. Remedy: move it off it";

  RhinoSearch {
    contexts = List.copyOf(contexts);
    unreachable = Map.copyOf(unreachable);
  }

  /** Searches. */
  static RhinoSearch in(Instrumentation instrumentation) {
    Map<@Nullable ClassLoader, Map<String, Home>> candidates = new LinkedHashMap<>();
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (loaded.isArray() || loaded.isHidden() || loaded.isPrimitive()) {
        continue;
      }
      String name = loaded.getName().replace('.', '/');
      RhinoNames named = Candidates.isLibrary(name) ? RhinoNames.owning(name, Set.of()) : null;
      boolean guess = named == null && loaded.getClassLoader() != null && Candidates.isFirst(name);
      RhinoNames owner = guess ? RhinoNames.beside(name) : named;
      if (owner != null) {
        candidates
            .computeIfAbsent(loaded.getClassLoader(), l -> new HashMap<>())
            .computeIfAbsent(owner.prefix(), Home::new)
            .add(name, named != null);
      }
    }
    Set<Class<?>> contexts = new LinkedHashSet<>();
    Map<String, String> unreachable = new LinkedHashMap<>();
    candidates.forEach(
        (loader, packages) ->
            packages.values().forEach(one -> one.look(loader, contexts, unreachable)));
    return new RhinoSearch(new ArrayList<>(contexts), unreachable);
  }

  /** Whether there is one on the boot class path. */
  boolean findsOnBootPath() {
    return unreachable.containsValue(BOOT);
  }

  boolean isEmpty() {
    return contexts.isEmpty() && unreachable.isEmpty();
  }

  /** The package of a loader in which a Rhino may be. */
  private static final class Home {
    private final String prefix;
    private final Set<String> loaded = new LinkedHashSet<>();
    private boolean certain;

    Home(String prefix) {
      this.prefix = prefix;
    }

    /**
     * @param named whether the name alone says that it is Rhino's
     */
    void add(String name, boolean named) {
      loaded.add(name);
      certain |= named;
    }

    void look(
        @Nullable ClassLoader loader, Set<Class<?>> contexts, Map<String, String> unreachable) {
      String rhino = (prefix + "Context").replace('/', '.') + " in " + loader;
      try {
        String missing = missing(loader);
        if (missing != null) {
          refuse(rhino, "its loader does not find " + missing, unreachable);
          return;
        }
        Class<?> context = Class.forName((prefix + "Context").replace('/', '.'), false, loader);
        if (context.getClassLoader() == null) {
          unreachable.put(context.getName() + " on the boot class path", BOOT);
        } else {
          contexts.add(context);
        }
      } catch (ClassNotFoundException | LinkageError | RuntimeException unavailable) {
        refuse(rhino, "its loader does not answer: " + unavailable, unreachable);
      }
    }

    private @Nullable String missing(@Nullable ClassLoader loader) {
      for (String neighbour : NEIGHBOURS) {
        String name = prefix + neighbour;
        String file = name + ".class";
        if (!loaded.contains(name)
            && (loader == null ? ClassLoader.getSystemResource(file) : loader.getResource(file))
                == null) {
          return file;
        }
      }
      return null;
    }

    /** Many products have classes with some of these names; nobody else has that one. */
    private void refuse(String rhino, String why, Map<String, String> unreachable) {
      if (certain || loaded.contains(prefix + "Scriptable")) {
        unreachable.put(rhino, why);
      }
    }
  }
}
