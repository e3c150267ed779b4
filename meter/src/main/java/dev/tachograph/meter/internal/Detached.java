package dev.tachograph.meter.internal;

import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * Does something as if no application were on the stack.
 *
 * <p>Up to JDK 23, a thread that is made and a listener of Flight Recorder keep the protection
 * domains of all code on the stack, and with them class loaders: those of an application that is
 * taken out of its server would stay for good.
 */
public final class Detached {
  private static final int FIRST_WITHOUT_CONTEXTS = 24;

  private Detached() {}

  /** Runs the action; only its own protection domain is kept. */
  @SuppressWarnings("removal") // not called where it may be gone
  public static <T> T call(PrivilegedAction<T> action) {
    return Runtime.version().feature() < FIRST_WITHOUT_CONTEXTS
        ? AccessController.doPrivileged(action)
        : action.run();
  }
}
