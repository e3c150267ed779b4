package dev.tachograph.meter.management;

import java.util.Map;

/** An account at one moment. */
public interface AccountView {
  /** Its id. */
  String getId();

  /**
   * What it and the accounts below it used since the JVM started or it was reset, running
   * evaluations included, by the keys of JSON; what is not known is absent.
   */
  Map<String, Long> getUsage();

  /** Its own limits as options have them; empty if it has none. */
  String getLimits();

  /** How many of its evaluations run, without those of accounts below it. */
  int getRunning();
}
