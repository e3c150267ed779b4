package dev.tachograph.agent.tools;

import dev.tachograph.meter.Json;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.history.Grouping;
import dev.tachograph.meter.history.HistoryWords;
import dev.tachograph.meter.history.Replay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code replay}: what other limits would have stopped of the evaluations in recordings. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    versionProvider = Tools.Version.class,
    sortOptions = false,
    description = {
      "Says which of the evaluations in recordings other limits would have stopped, and how many"
          + " evaluations are missing.",
      "",
      "Of more than a million evaluations, the latest million counts."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:a file cannot be read", "2:wrong usage"})
final class ReplayCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "FILE.jfr", arity = "1..*", description = "The recordings to read.")
  private List<Path> files = List.of();

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

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    try {
      Grouping grouping = Grouping.ofOption("--by", by);
      Limits wanted =
          Limits.parse(limits.stream().map(ReplayCommand::limit).collect(Collectors.joining(",")));
      Replay.requireReplayable(wanted);
      RecordedEvaluations evaluations = RecordedEvaluations.read(files);
      print(evaluations, Replay.of(evaluations.all(), wanted, grouping));
      return 0;
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), wrong.getMessage(), wrong);
    } catch (IOException failed) {
      System.err.println(failed.getMessage());
      return 1;
    }
  }

  /** In the syntax of the agent's options. */
  private static String limit(String text) {
    return text.startsWith(Limits.PER_EVALUATION_PREFIX)
            || text.startsWith(Limits.TOTAL_PREFIX)
            || text.startsWith(Limits.REFILL_PREFIX)
        ? text
        : Limits.PER_EVALUATION_PREFIX + text;
  }

  private void print(RecordedEvaluations evaluations, Replay replay) {
    if (json) {
      Map<String, @Nullable Object> map = replay.toMap();
      map.put("missing", evaluations.missingMap());
      System.out.println(Json.write(map));
    } else {
      System.out.println(HistoryWords.of(replay));
      System.out.println();
      System.out.println(evaluations.missing());
    }
  }
}
