package dev.tachograph.engine;

import dev.tachograph.engine.ScriptError.Kind;
import org.jspecify.annotations.Nullable;
import org.mozilla.javascript.RhinoException;

/**
 * Makes the errors of one evaluation, with as much in them as the policy lets out.
 *
 * @param source what runs
 */
record ScriptErrors(ScriptSource source, ErrorPolicy policy) {
  /** Of what another text of the same evaluation did. */
  ScriptErrors in(ScriptSource other) {
    return new ScriptErrors(other, policy);
  }

  /** Something that no line of the script is to blame for. */
  ScriptError of(Kind kind, String message, @Nullable Throwable cause) {
    return under(ScriptError.of(kind, message, source), cause);
  }

  /**
   * Something that Rhino reported; see {@link ScriptError#of(Kind, RhinoException, ScriptSource)}
   */
  ScriptError of(Kind kind, RhinoException failure, @Nullable Throwable cause) {
    return under(ScriptError.of(kind, failure, source), cause);
  }

  /** Something that the environment does not allow. */
  ScriptError of(SyntaxRefusal refusal) {
    ScriptError error = ScriptError.of(Kind.REFUSED, refusal.reason(), source);
    return under(
        refusal.line() == 0
            ? error
            : error.at(refusal.line(), refusal.column(), source.line(refusal.line())),
        refusal.getCause());
  }

  /**
   * Something in Rhino failed, such as with a NullPointerException: the script's, not the host's.
   */
  ScriptError internal(Throwable failure) {
    String message =
        policy == ErrorPolicy.SAFE
            ? "the engine failed"
            : "Rhino failed: " + failure.getClass().getSimpleName();
    return of(Kind.INTERNAL, message, failure);
  }

  /** An error with as much in it as the policy lets out. */
  ScriptError under(ScriptError error, @Nullable Throwable cause) {
    return switch (policy) {
      case SAFE -> error.withoutPlaces(source.name());
      case SANITISED -> error;
      case FULL -> error.with(cause);
    };
  }
}
