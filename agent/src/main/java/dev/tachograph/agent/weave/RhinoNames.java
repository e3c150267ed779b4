package dev.tachograph.agent.weave;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names of one Rhino's classes, wherever a host has relocated them.
 *
 * @param prefix the package of {@code Context} with a trailing slash, for example {@code
 *     org/mozilla/javascript/}
 */
public record RhinoNames(String prefix) {
  /** What writes class files has a package of its own, which hosts may leave where it is. */
  private static final String CLASSFILE = "org/mozilla/classfile/";

  /** Where Mozilla publishes Rhino. */
  public static final RhinoNames MOZILLA = new RhinoNames("org/mozilla/javascript/");

  /** The names beside this class, for example beside {@code org/mozilla/javascript/Context}. */
  public static RhinoNames beside(String internalName) {
    return new RhinoNames(internalName.substring(0, internalName.lastIndexOf('/') + 1));
  }

  /** The same of a class that is loaded. */
  public static RhinoNames beside(Class<?> loaded) {
    return beside(loaded.getName().replace('.', '/'));
  }

  /**
   * The Rhino that a class belongs to by its name, or {@code null}: Mozilla's, wherever it was
   * relocated to, or HtmlUnit's.
   */
  static @Nullable RhinoNames owning(String internalName) {
    if (internalName.startsWith(MOZILLA.prefix)) {
      return MOZILLA;
    }
    RhinoNames relocated = Relocations.owning(internalName);
    if (relocated != null) {
      return relocated;
    }
    for (String home : List.of("org/mozilla/javascript/", "htmlunit/corejs/javascript/")) {
      int at = internalName.indexOf(home);
      if (at >= 0) {
        return new RhinoNames(internalName.substring(0, at + home.length()));
      }
    }
    int at = internalName.indexOf(CLASSFILE);
    return at < 0 ? null : new RhinoNames(internalName.substring(0, at) + MOZILLA.prefix);
  }

  /**
   * The Rhino that a class belongs to which is being loaded.
   *
   * @param known the prefixes of the Rhinos in its loader
   */
  public static @Nullable RhinoNames owning(String internalName, Set<String> known) {
    boolean left = internalName.startsWith(CLASSFILE) && !known.contains(MOZILLA.prefix);
    return left && known.size() == 1
        ? new RhinoNames(known.iterator().next())
        : owning(internalName);
  }

  /** The name of a class of this Rhino relative to its package. */
  String relative(String internalName) {
    return internalName.startsWith(prefix)
        ? internalName.substring(prefix.length())
        : "../classfile/" + internalName.substring(internalName.lastIndexOf('/') + 1);
  }

  /** The internal name of a class of this Rhino. */
  public String of(String simpleName) {
    return prefix + simpleName;
  }

  String context() {
    return of("Context");
  }

  String contextDescriptor() {
    return "L" + context() + ";";
  }
}
