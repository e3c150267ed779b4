package dev.tachograph.agent;

import dev.tachograph.agent.weave.RhinoNames;
import java.lang.reflect.Constructor;

/**
 * Makes Rhino interpret a unit that cannot be metered when it is compiled.
 *
 * <p>Rhino itself falls back to its interpreter when a class would break a limit of the class file
 * format, which its class file writer reports by an exception of its own. The same exception makes
 * it fall back for us.
 */
final class CompileFallback {
  private CompileFallback() {}

  static Throwable exception(ClassLoader loader, RhinoNames names, String reason) {
    String name = packageName(names) + ".ClassFileWriter$ClassFileFormatException";
    try {
      Constructor<?> constructor =
          Class.forName(name, true, loader).getDeclaredConstructor(String.class);
      constructor.setAccessible(true);
      return (Throwable) constructor.newInstance(reason);
    } catch (ReflectiveOperationException | RuntimeException unknown) {
      return new LinkageError(
          "a script cannot be metered when compiled, and this Rhino has no"
              + " known way to interpret it instead: "
              + reason
              + ". Remedy: call Context.setInterpretedMode(true) for it",
          unknown);
    }
  }

  /** The package of Rhino's class file writer, which is a sibling of that of Context. */
  static String packageName(RhinoNames names) {
    String pack = names.prefix().substring(0, names.prefix().length() - 1).replace('/', '.');
    return pack.substring(0, pack.lastIndexOf('.') + 1) + "classfile";
  }
}
