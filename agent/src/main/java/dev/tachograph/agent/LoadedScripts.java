package dev.tachograph.agent;

import dev.tachograph.agent.weave.Candidates;
import dev.tachograph.agent.weave.RhinoNames;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds classes that Rhino's compiler made, and the Rhino that they belong to. */
final class LoadedScripts {
  private LoadedScripts() {}

  /** Those of Rhinos that were there before the agent. */
  static List<Class<?>> find(Instrumentation instrumentation, Rhinos rhinos) {
    List<Class<?>> found = new ArrayList<>();
    for (Class<?> loaded : instrumentation.getAllLoadedClasses()) {
      if (loaded.getClassLoader() != null
          && !loaded.isArray()
          && !loaded.isInterface()
          && !loaded.isHidden()
          && rhinos.mayRunLate(loaded.getClassLoader())
          && !Candidates.isLibrary(loaded.getName().replace('.', '/'))
          && instrumentation.isModifiableClass(loaded)
          && isLate(rhinos, rhinoOf(loaded))) {
        found.add(loaded);
      }
    }
    return found;
  }

  private static boolean isLate(Rhinos rhinos, @Nullable Class<?> part) {
    return part != null
        && part.getClassLoader() != null
        && rhinos.isLate(part.getClassLoader(), RhinoNames.beside(part));
  }

  /** A class of the Rhino that made this one, by what all of these have; or {@code null}. */
  static @Nullable Class<?> rhinoOf(Class<?> loaded) {
    Class<?> parent = loaded.getSuperclass();
    if (parent != null && parent.getSimpleName().equals("NativeFunction")) {
      return parent;
    }
    try {
      Class<?> descriptor = loaded.getDeclaredField("_descriptors").getType().getComponentType();
      return descriptor != null && descriptor.getSimpleName().equals("JSDescriptor")
          ? descriptor
          : null;
    } catch (NoSuchFieldException | LinkageError other) {
      return null;
    }
  }
}
