package dev.tachograph.agent.rhino;

import org.jspecify.annotations.Nullable;

/** Stands for Rhino's exception of the same name. Never defined itself. */
public class JavaScriptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Object value;

  /** As in Rhino: what a script throws. */
  public JavaScriptException(@Nullable Object value) {
    this.value = value;
  }

  /** As in Rhino: what a script threw. */
  public @Nullable Object getValue() {
    return value;
  }

  /** As in Rhino: in which source. */
  public final @Nullable String sourceName() {
    return null;
  }
}
