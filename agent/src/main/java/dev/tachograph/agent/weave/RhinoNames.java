package dev.tachograph.agent.weave;

/**
 * The names of one Rhino's classes, wherever a host has relocated them.
 *
 * @param prefix the package of {@code Context} with a trailing slash, for example {@code
 *     org/mozilla/javascript/}
 */
public record RhinoNames(String prefix) {
  /** Where Mozilla publishes Rhino. */
  public static final RhinoNames MOZILLA = new RhinoNames("org/mozilla/javascript/");

  /** The names beside this class, for example beside {@code org/mozilla/javascript/Context}. */
  public static RhinoNames beside(String internalName) {
    return new RhinoNames(internalName.substring(0, internalName.lastIndexOf('/') + 1));
  }

  /** The internal name of a class of this Rhino. */
  public String of(String simpleName) {
    return prefix + simpleName;
  }

  /** The class through which woven code counts; defined by the agent beside {@code Context}. */
  public String helper() {
    return of("TachographHelper");
  }

  String context() {
    return of("Context");
  }

  String contextDescriptor() {
    return "L" + context() + ";";
  }
}
