package dev.tachograph.agent.tools;

import dev.tachograph.agent.AgentPresence;
import dev.tachograph.agent.AgentVersion;
import java.util.List;

/** What somebody is told who attached the agent. */
final class AttachWords {
  /** Of JVMs that do not like agents that come late. */
  static final String DYNAMIC =
      "  The JVM warns on its standard error of an agent that is loaded dynamically, and a later"
          + " Java will refuse it:\n"
          + "  -XX:+EnableDynamicAgentLoading at its start allows it.\n";

  private AttachWords() {}

  /**
   * How it stands.
   *
   * @param before whether an agent was there already
   * @param wanted the options that were to be in force
   */
  static String of(long pid, boolean before, AgentPresence now, String wanted) {
    StringBuilder text = new StringBuilder();
    String own = AgentVersion.text();
    boolean others = !isInForce(now, wanted);
    RecordWords.line(
        text,
        "Tachograph %s %s process %d, with %s"
            .formatted(now.version(), before ? "was already in" : "is now in", pid, options(now)));
    if (before) {
      RecordWords.line(
          text,
          "  Nothing was changed"
              + (others
                  ? ": the options that you gave are NOT in force (%s)".formatted(wanted)
                  : ""));
    }
    if (!now.version().equals(own)) {
      RecordWords.line(
          text,
          "  This command is of version %s; the JVM keeps %s until it is restarted"
              .formatted(own, now.version()));
    }
    RecordWords.line(text, "  metered: scripts of every Rhino that was loaded after the agent");
    now.late()
        .forEach(
            rhino ->
                RecordWords.line(
                    text,
                    "  metered from their next entry on: scripts of "
                        + RecordWords.printable(rhino)
                        + ", which was loaded before the agent"));
    now.unmetered()
        .forEach(
            sentence ->
                RecordWords.line(text, "  NOT METERED: " + RecordWords.printable(sentence)));
    return text.toString();
  }

  /**
   * What somebody is told who took it out of force.
   *
   * @param counting the Rhinos that were loaded before it and do not get their code back
   */
  static String detached(long pid, boolean before, List<String> counting) {
    StringBuilder text = new StringBuilder();
    RecordWords.line(
        text,
        before
            ? "Tachograph in process %d is out of force: its limits are lifted".formatted(pid)
            : "Tachograph in process %d was out of force already".formatted(pid));
    RecordWords.line(
        text,
        counting.isEmpty()
            ? "  A Rhino that was loaded before the agent runs its own code again; one that was"
                + " loaded after it goes on counting"
            : "  A Rhino that was loaded after the agent goes on counting");
    counting.forEach(
        rhino ->
            RecordWords.line(
                text,
                "  It goes on counting, without limits, in "
                    + RecordWords.printable(rhino)
                    + ": attached and detached too often to get its own code back"));
    RecordWords.line(text, "  What was counted can be read with top and report");
    return text.toString();
  }

  /** Whether somebody has what he wants; without options he wants the agent alone. */
  static boolean isInForce(AgentPresence now, String wanted) {
    return wanted.isEmpty() || now.options().equals(wanted);
  }

  private static String options(AgentPresence now) {
    return now.options().isEmpty()
        ? "no options"
        : "options " + RecordWords.printable(now.options());
  }
}
