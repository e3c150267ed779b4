package dev.tachograph.agent.tools;

import dev.tachograph.meter.history.Grouping;
import dev.tachograph.meter.history.HistoryWords;
import dev.tachograph.meter.history.Recommendation;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code recommend}: limits from what the evaluations in recordings used. */
@Command(
    name = "recommend",
    description = {
      "Recommends limits from what the evaluations in recordings used, and says how many of them"
          + " are missing.",
      "",
      "Of more than a million evaluations, the latest million counts."
    })
final class RecommendCommand extends EvaluationsCommand {
  @Option(
      names = "--by",
      paramLabel = "GROUP",
      defaultValue = "script",
      description = "What belongs together: script, account or all (default: script).")
  private String by = "";

  @Option(
      names = "--basis",
      paramLabel = "BASIS",
      defaultValue = "maximum",
      description = "What a limit is made from: maximum or p99 (default: maximum).")
  private String basis = "";

  @Option(
      names = "--headroom",
      paramLabel = "PERCENT",
      defaultValue = "50%",
      description = "What is added to that, for example 50%% (default: 50%%).")
  private String headRoom = "";

  @Override
  Question question() {
    Grouping grouping = Grouping.ofOption("--by", by);
    Recommendation.Basis from = Recommendation.Basis.ofOption("--basis", basis);
    int percent = Recommendation.headRoomOfOption("--headroom", headRoom);
    return evaluations -> {
      List<Recommendation> all = Recommendation.of(evaluations, grouping, from, percent);
      return new Answer(
          HistoryWords.of(all), Map.of("groups", all.stream().map(Recommendation::toMap).toList()));
    };
  }
}
