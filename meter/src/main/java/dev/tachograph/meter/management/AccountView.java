package dev.tachograph.meter.management;

import java.util.List;
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

  /**
   * The same as numbers: {@code limit.iterations}, {@code total.cpuTimeNanos} and so on, as JSON
   * has them.
   */
  Map<String, Long> getLimitValues();

  /** How its cumulative limits stand. */
  List<LimitView> getTotals();

  /** How many of its evaluations run, without those of accounts below it. */
  int getRunning();
}
