package dev.tachograph.engine.jsr223;

import dev.tachograph.engine.SandboxEngine;
import org.jspecify.annotations.Nullable;

/**
 * The one engine behind all factories of a class loader: hosts make a {@link
 * javax.script.ScriptEngineManager}, and with it a factory, as often as they like, and never close
 * one.
 */
final class SharedEngine {
  private static @Nullable SandboxEngine engine;

  private SharedEngine() {}

  /**
   * Made when it is first asked for.
   *
   * @throws dev.tachograph.meter.MeteringUnavailableException if scripts are not metered here
   */
  static synchronized SandboxEngine get() {
    SandboxEngine made = engine;
    if (made == null) {
      made = SandboxEngine.create();
      engine = made;
    }
    return made;
  }
}
