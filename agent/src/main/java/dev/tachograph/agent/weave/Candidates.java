package dev.tachograph.agent.weave;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Tells cheaply which classes may be Rhino's, for every class that a JVM loads. Loads no library,
 * so that a JVM that never runs a script pays for nothing else.
 */
public final class Candidates {
  /**
   * Rhino's packages beneath its main one in which scripts can make something happen, and {@code
   * ..} for the writer of class files.
   */
  private static final Set<String> FOLDERS =
      Set.of(
          "..",
          "ast",
          "dtoa",
          "json",
          "optimizer",
          "regexp",
          "typedarrays",
          "v8dtoa",
          "xml",
          "xmlimpl");

  private Candidates() {}

  /** Whether the weaver might do something with the class. */
  public static boolean contains(String internalName, byte[] bytes) {
    boolean relocated = Relocations.learn(internalName, bytes);
    return relocated || isRuntime(internalName) || isScript(bytes);
  }

  /**
   * The simple names of those classes of Rhino of which one is loaded before a script can run, by
   * whatever a host comes in.
   */
  public static Set<String> firstClasses() {
    return Relocations.ENTRIES;
  }

  /** Whether the class has the name of one of them, in whatever package. */
  public static boolean isFirst(String internalName) {
    int simple = internalName.lastIndexOf('/') + 1;
    return simple > 0 && Relocations.ENTRIES.contains(internalName.substring(simple));
  }

  /** Whether the class is where Mozilla publishes Rhino. */
  public static boolean isOfMozilla(String internalName) {
    return internalName.startsWith("org/mozilla/");
  }

  /**
   * Whether the class names the type that all of Rhino's objects have, under whatever package:
   * every script and every part of Rhino does. What does not may be loaded even where the weaver
   * fails.
   */
  public static boolean mentionsRhino(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1).contains("/Scriptable");
  }

  /** Whether the class belongs to a Rhino, as far as names tell. */
  static boolean isRuntime(String internalName) {
    return (internalName.contains("org/mozilla/")
            || internalName.contains("corejs/javascript/")
            || Relocations.owning(internalName) != null)
        && isLibrary(internalName);
  }

  /**
   * Whether the mark of a script's methods stands anywhere: {@code _c_}, or up to Rhino 1.7R2
   * {@code _c0}. Looks at every second byte.
   */
  static boolean isScript(byte[] bytes) {
    for (int i = 1; i < bytes.length; i += 2) {
      byte b = bytes[i];
      if ((b == 'c' && isMark(bytes, i - 1)) || (b == '_' && isMark(bytes, i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMark(byte[] bytes, int at) {
    return at + 2 < bytes.length
        && bytes[at] == '_'
        && bytes[at + 1] == 'c'
        && (bytes[at + 2] == '_' || bytes[at + 2] == '0');
  }

  /** Whether the class is one of Rhino's own by its name, and not one that Rhino compiled. */
  public static boolean isLibrary(String internalName) {
    RhinoNames owner = RhinoNames.owning(internalName);
    if (owner == null) {
      return false;
    }
    String name = owner.relative(internalName);
    if (name.startsWith("Tachograph")) {
      return false;
    }
    int folder = name.indexOf('/');
    return folder < 0 || FOLDERS.contains(name.substring(0, folder));
  }
}
