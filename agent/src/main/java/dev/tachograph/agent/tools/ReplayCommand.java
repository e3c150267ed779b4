package dev.tachograph.agent.tools;

import dev.tachograph.meter.Limits;
import dev.tachograph.meter.history.Grouping;
import dev.tachograph.meter.history.HistoryWords;
import dev.tachograph.meter.history.Replay;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code replay}: what other limits would have stopped of the evaluations in recordings. */
@Command(
    name = "replay",
    description = {
      "Says which of the evaluations in recordings other limits would have stopped, and how many"
          + " evaluations are missing.",
      "",
      "Of more than a million evaluations, the latest million counts."
    })
final class ReplayCommand extends EvaluationsCommand {
  @Option(
      names = "--limit",
      paramLabel = "KEY=N",
      required = true,
      split = ",",
      description =
          "A limit: iterations=1000 on each evaluation, total.cpuTime=5s on each account; may be"
              + " repeated.")
  private List<String> limits = List.of();

  @Option(
      names = "--by",
      paramLabel = "GROUP",
      defaultValue = "account",
      description = "Whose totals are limited: script, account or all (default: account).")
  private String by = "";

  @Override
  Question question() {
    Grouping grouping = Grouping.ofOption("--by", by);
    Limits wanted =
        Limits.parse(limits.stream().map(ReplayCommand::limit).collect(Collectors.joining(",")));
    Replay.requireReplayable(wanted);
    return evaluations -> {
      Replay replay = Replay.of(evaluations, wanted, grouping);
      return new Answer(HistoryWords.of(replay), replay.toMap());
    };
  }

  /** In the syntax of the agent's options. */
  private static String limit(String text) {
    return text.startsWith(Limits.PER_EVALUATION_PREFIX)
            || text.startsWith(Limits.TOTAL_PREFIX)
            || text.startsWith(Limits.REFILL_PREFIX)
        ? text
        : Limits.PER_EVALUATION_PREFIX + text;
  }
}
