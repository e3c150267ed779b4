package dev.tachograph.agent;

import dev.tachograph.agent.weave.Candidates;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Rhinos from running on the boot class path: what their classes would call cannot be defined
 * there. Their Context is replaced by one that says so, and there is no way into Rhino without it.
 */
final class BootPath {
  private static final String REASON = "it is on the boot class path";
  private static final String REMEDY =
      "put Rhino on the class path or the module path, or into a class loader of its own";

  private final Unproven unproven;
  private final Rhinos rhinos;
  private final Refusals refusals;

  BootPath(Unproven unproven, Rhinos rhinos, Refusals refusals) {
    this.unproven = unproven;
    this.rhinos = rhinos;
    this.refusals = refusals;
  }

  /** Whether a class without a loader is the Context of a Rhino. */
  boolean isRhino(String className, byte[] bytes) {
    return className.endsWith("/Context")
        && Candidates.contains(className, bytes)
        && Candidates.isLibrary(className)
        && Candidates.mentionsRhino(bytes);
  }

  /** It is about to be loaded. Returns what to load instead; {@code null} if it may run. */
  byte @Nullable [] refused(String className, byte[] bytes) {
    if (unproven.mayRun("the Rhino of " + Refusals.binaryName(className), REASON)) {
      rhinos.leaveBootPath();
      return null;
    }
    return refusals.stub(className, null, bytes, REASON, REMEDY);
  }
}
