package dev.tachograph.agent;

import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;

/**
 * Installs the agent before JUnit looks at the first test class, which makes the JVM load Rhino.
 */
public final class WovenSession implements LauncherSessionListener {
  /** Called by the service loader. */
  public WovenSession() {}

  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if (WovenJvm.isPossible()) {
      WovenJvm.ledger();
    }
  }
}
