package dev.tachograph.engine.cli;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Json;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.history.Grouping;
import dev.tachograph.meter.history.HistoryWords;
import dev.tachograph.meter.history.Recommendation;
import dev.tachograph.meter.history.Replay;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code tachograph recommend}: limits from what was used, and what limits would have stopped. */
@Command(
    name = "recommend",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Recommends limits from records of what scripts used, or says which of the recorded "
          + "evaluations other limits would have stopped.",
      "",
      "Records are lines of JSON, as run --history and the Java API write them."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "2:wrong usage, or a file that has no records"})
final class RecommendCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE.jsonl", arity = "1..*", description = "The records to read.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--by",
      paramLabel = "GROUP",
      description =
          "What belongs together: script, account or all (default: script; with --replay, whose "
              + "totals are limited, default: account).")
  private @Nullable String by;

  @Option(
      names = "--basis",
      paramLabel = "BASIS",
      description = "What a limit is made from: maximum or p99 (default: maximum).")
  private @Nullable String basis;

  @Option(
      names = "--headroom",
      paramLabel = "PERCENT",
      description = "What is added to that, for example 50%% (default: 50%%).")
  private @Nullable String headRoom;

  @Option(
      names = "--replay",
      paramLabel = "LIMITS",
      description =
          "Recommend nothing, but say what these limits would have stopped: for example "
              + "limit.iterations=1000,total.cpuTime=5s.")
  private @Nullable String replay;

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  private final PrintStream out;
  private final CommandLine line;

  private RecommendCommand(PrintStream out) {
    this.out = out;
    line = new CommandLine(this);
  }

  static CommandLine create(PrintStream out) {
    return new RecommendCommand(out).line;
  }

  @Override
  public Integer call() {
    try {
      if (replay == null) {
        recommend();
      } else {
        replay(Limits.parse(replay));
      }
      return ExitCode.COMPLETED;
    } catch (IOException | IllegalArgumentException wrong) {
      throw new ParameterException(line, String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private void recommend() throws IOException {
    Grouping grouping = Grouping.ofOption("--by", by == null ? "script" : by);
    Recommendation.Basis from =
        Recommendation.Basis.ofOption("--basis", basis == null ? "maximum" : basis);
    int percent =
        headRoom == null
            ? Recommendation.HEAD_ROOM_PERCENT
            : Recommendation.headRoomOfOption("--headroom", headRoom);
    List<Recommendation> all = Recommendation.of(records(), grouping, from, percent);
    out.println(
        json
            ? Json.write(Map.of("groups", all.stream().map(Recommendation::toMap).toList()))
            : HistoryWords.of(all));
  }

  private void replay(Limits limits) throws IOException {
    if (basis != null || headRoom != null) {
      throw new IllegalArgumentException(
          (basis != null ? "--basis" : "--headroom")
              + " is for recommending: leave it out, or --replay");
    }
    Grouping grouping = Grouping.ofOption("--by", by == null ? "account" : by);
    Replay result = Replay.of(records(), limits, grouping);
    out.println(json ? Json.write(result.toMap()) : HistoryWords.of(result));
  }

  private List<EvaluationRecord> records() throws IOException {
    List<EvaluationRecord> all = new ArrayList<>();
    for (String name : names) {
      all.addAll(HistoryFile.read(name));
    }
    return all;
  }
}
