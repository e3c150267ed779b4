package dev.tachograph.bench.corpus;

import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;

/** Makes the Contexts of a host program that knows nothing of the meter. */
class HostFactory extends ContextFactory {
  private final boolean interpreted;
  private final boolean enhanced;

  /** With Java as far as Rhino itself opens it to scripts. */
  HostFactory(boolean interpreted) {
    this(interpreted, false);
  }

  /** With Rhino's enhanced access to Java, or without. */
  HostFactory(boolean interpreted, boolean enhanced) {
    this.interpreted = interpreted;
    this.enhanced = enhanced;
  }

  /** By means that every Rhino has. */
  @Override
  @SuppressWarnings("deprecation")
  protected Context makeContext() {
    Context cx = super.makeContext();
    cx.setLanguageVersion(
        Context.isValidLanguageVersion(Context.VERSION_ES6)
            ? Context.VERSION_ES6
            : Context.VERSION_1_7);
    cx.setOptimizationLevel(interpreted ? -1 : 0);
    return cx;
  }

  @Override
  protected boolean hasFeature(Context cx, int feature) {
    return feature == Context.FEATURE_ENHANCED_JAVA_ACCESS
        ? enhanced
        : super.hasFeature(cx, feature);
  }
}
