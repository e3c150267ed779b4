package dev.tachograph.agent;

/**
 * What becomes of a Rhino, or a part of one, of which it is not proven that scripts are metered in
 * it: the option {@code unproven}. Thread-safe.
 */
final class Unproven {
  private final boolean runs;
  private final WeavingStatistics statistics;
  private final AgentLog log;

  /**
   * @param runs whether it runs all the same
   */
  Unproven(boolean runs, WeavingStatistics statistics, AgentLog log) {
    this.runs = runs;
    this.statistics = statistics;
    this.log = log;
  }

  /**
   * Whether it may run; if so, that is said once to everybody who asks how the agent stands.
   *
   * @param what it is
   * @param why it is not metered, without a full stop
   */
  boolean mayRun(String what, String why) {
    if (runs) {
      String sentence =
          LoadedRhinos.inOneLine(
              what
                  + " runs all the same, NOT or not wholly metered: "
                  + why
                  + " (unproven=report)");
      if (statistics.unmetered(sentence)) {
        AgentPresence.publishUnmetered(sentence);
        log.warn(sentence);
      }
    }
    return runs;
  }
}
