package dev.tachograph.agent;

import dev.tachograph.agent.weave.RhinoNames;
import java.util.Locale;

/**
 * Asks for the proof that scripts are metered in a Rhino, before they run there, and decides what
 * becomes of those for which it fails: nothing that is proven is given up for something that is
 * not. Thread-safe.
 */
final class Proof {
  private final Canary canary;
  private final Governor governor;
  private final RhinoNames names;
  private final ClassLoader loader;

  Proof(Canary canary, Governor governor, RhinoNames names, ClassLoader loader) {
    this.canary = canary;
    this.governor = governor;
    this.names = names;
    this.loader = loader;
  }

  /**
   * A host gets a Context.
   *
   * @throws LinkageError if scripts are not metered, and may not run so
   */
  void ofContext() {
    try {
      of(Canary.Mode.INTERPRETED);
    } catch (LinkageError failure) {
      if (!mayRun(Canary.Mode.INTERPRETED, failure)) {
        throw failure;
      }
    }
  }

  /**
   * A script was compiled.
   *
   * @throws Throwable what makes Rhino interpret it, if it is metered there alone, or as above
   */
  void ofCompiled() throws Throwable {
    try {
      of(Canary.Mode.COMPILED);
    } catch (LinkageError failure) {
      Throwable refusal =
          canary.isProven(Canary.Mode.INTERPRETED)
              ? CompileFallback.exception(loader, names, String.valueOf(failure.getMessage()))
              : failure;
      if (!(refusal instanceof LinkageError)) {
        governor.warnOfInterpreting(failure);
        throw refusal;
      }
      if (!mayRun(Canary.Mode.COMPILED, failure)) {
        throw refusal;
      }
    }
  }

  /**
   * Runs the canary in all modes.
   *
   * @throws LinkageError if it is not counted
   */
  void ofEverything() {
    of(Canary.Mode.INTERPRETED);
    if (loader.getResource(names.of("optimizer/Codegen.class")) != null) {
      of(Canary.Mode.COMPILED);
    }
  }

  private void of(Canary.Mode mode) {
    governor
        .ledger()
        .evaluations()
        .atNoExpense(
            () -> {
              canary.prove(mode);
              return true;
            });
  }

  private boolean mayRun(Canary.Mode mode, LinkageError failure) {
    String what =
        "%s code of %s* in %s"
            .formatted(
                mode.name().toLowerCase(Locale.ROOT), names.prefix().replace('/', '.'), loader);
    return governor.unproven().mayRun(what, String.valueOf(failure.getCause()));
  }
}
