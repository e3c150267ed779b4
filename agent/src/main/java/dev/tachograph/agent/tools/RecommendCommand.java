package dev.tachograph.agent.tools;

import dev.tachograph.meter.Json;
import dev.tachograph.meter.history.Grouping;
import dev.tachograph.meter.history.HistoryWords;
import dev.tachograph.meter.history.Recommendation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code recommend}: limits from what the evaluations in recordings used. */
@Command(
    name = "recommend",
    mixinStandardHelpOptions = true,
    versionProvider = Tools.Version.class,
    sortOptions = false,
    description = {
      "Recommends limits from what the evaluations in recordings used, and says how many of them"
          + " are missing.",
      "",
      "Of more than a million evaluations, the latest million counts."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:a file cannot be read", "2:wrong usage"})
final class RecommendCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE.jfr", arity = "1..*", description = "The recordings to read.")
  private List<Path> files = List.of();

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

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    try {
      Grouping grouping = Grouping.ofOption("--by", by);
      Recommendation.Basis from = Recommendation.Basis.ofOption("--basis", basis);
      int percent = Recommendation.headRoomOfOption("--headroom", headRoom);
      RecordedEvaluations evaluations = RecordedEvaluations.read(files);
      print(evaluations, Recommendation.of(evaluations.all(), grouping, from, percent));
      return 0;
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), wrong.getMessage(), wrong);
    } catch (IOException failed) {
      System.err.println(failed.getMessage());
      return 1;
    }
  }

  private void print(RecordedEvaluations evaluations, List<Recommendation> all) {
    if (json) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      map.put("groups", all.stream().map(Recommendation::toMap).toList());
      map.put("missing", evaluations.missingMap());
      System.out.println(Json.write(map));
    } else {
      System.out.println(HistoryWords.of(all));
      System.out.println();
      System.out.println(evaluations.missing());
    }
  }
}
