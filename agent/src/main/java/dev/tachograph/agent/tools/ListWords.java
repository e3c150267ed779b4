package dev.tachograph.agent.tools;

import dev.tachograph.agent.AgentPresence;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JVMs of this host as a table. */
final class ListWords {
  /** So much of a command line. */
  private static final int WIDEST = 100;

  private ListWords() {}

  static String of(List<FoundJvm> found) {
    if (found.isEmpty()) {
      return "no JVMs of this user run on this host\n";
    }
    Table table = new Table(List.of("PID", "JAVA", "RHINO", "TACHOGRAPH", "COMMAND"));
    for (FoundJvm jvm : found) {
      List<String> row = new ArrayList<>();
      row.add(Long.toString(jvm.pid()));
      row.add(jvm.java() == null ? "?" : jvm.java());
      row.add(rhino(jvm));
      row.add(jvm.problem() != null ? "?" : tachograph(jvm.agent()));
      row.add(cut(RecordWords.printable(jvm.command())));
      List<String> notes = new ArrayList<>();
      if (jvm.problem() != null) {
        notes.add(jvm.problem());
      }
      if (jvm.agent() != null) {
        notes.addAll(jvm.agent().unmetered());
      }
      table.add(row, notes.stream().map(RecordWords::printable).toList());
    }
    return table.toString();
  }

  private static String rhino(FoundJvm jvm) {
    return switch (jvm.rhino()) {
      case LOADED -> "yes";
      case NOT_LOADED -> "no";
      case JAR_OPEN -> "maybe: " + String.join(", ", jvm.openRhinos());
      case UNKNOWN -> "?";
    };
  }

  private static String tachograph(@Nullable AgentPresence agent) {
    return agent == null ? "no" : agent.version();
  }

  private static String cut(String command) {
    return command.length() <= WIDEST ? command : command.substring(0, WIDEST - 3) + "...";
  }
}
