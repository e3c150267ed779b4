package dev.tachograph.agent.tools;

import dev.tachograph.jfr.reader.FlightRecord;
import dev.tachograph.jfr.reader.RecordReader;
import dev.tachograph.jfr.reader.RecordSource;
import dev.tachograph.meter.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code diff}: which functions got more expensive. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    versionProvider = Tools.Version.class,
    sortOptions = false,
    description = {
      "Says which functions cost more in a second recording than in a first one, and which are new"
          + " or gone. Both need attribution=function.",
      "",
      "Figures are for one evaluation: what a function cost, divided by the number of evaluations"
          + " of the accounts that are compared, whether or not they ran it. Costs are since the"
          + " start of a JVM and evaluations since its first recording, so let recordings start"
          + " with the JVM (-XX:StartFlightRecording).",
      "",
      "A function is known by script, name and line, or by script and name if no other has them."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done, whatever the difference",
      "1:a file cannot be read, or has no costs of functions",
      "2:wrong usage"
    })
final class DiffCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "BEFORE.jfr", description = "The first recording.")
  private Path before = Path.of("");

  @Parameters(index = "1", paramLabel = "AFTER.jfr", description = "The second recording.")
  private Path after = Path.of("");

  @Option(
      names = "--by",
      paramLabel = "COST",
      converter = Measure.Converter.class,
      defaultValue = "fuel",
      description =
          "What functions are ordered by: fuel (the price of all counts together), iterations,"
              + " functionCalls, allocatedBytes, nativeSteps or cpuTime (sampled)."
              + " Default: ${DEFAULT-VALUE}.")
  private Measure by = Measure.FUEL;

  @Option(
      names = "--account",
      paramLabel = "ACCOUNT",
      description = "Compare this account only; may be given more than once.")
  private Set<String> accounts = Set.of();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description =
          "How many functions are shown that cost more, and how many that cost less; in JSON, how"
              + " many in all. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--json", description = "Print one JSON object instead of words.")
  private boolean json;

  @Override
  public Integer call() {
    if (limit < 1) {
      throw new ParameterException(new CommandLine(this), "--limit " + limit + ": it is 1 or more");
    }
    Optional<String> wrong = ReportFiles.wrong(List.of(before, after), List.of());
    if (wrong.isPresent()) {
      System.err.println(wrong.get());
      return 1;
    }
    Path at = before;
    try {
      FlightRecord one = read(before);
      at = after;
      FlightRecord other = read(after);
      ProfileDiff diff = new ProfileDiff(one, other, accounts, by);
      if (diff.accounts.isEmpty()) {
        System.err.println("no costs of functions of these accounts in either recording");
        return 1;
      }
      System.out.println(
          json ? Json.write(diff.toMap(limit)) : new DiffWords(diff, by, limit).text());
      return 0;
    } catch (IOException failed) {
      System.err.println(ReportFiles.words(at, failed));
      return 1;
    }
  }

  private static FlightRecord read(Path file) throws IOException {
    RecordReader reader = new RecordReader(0, end -> {});
    RecordSource.readFile(file, reader, new ReadingProgress(file, System.err, System::nanoTime));
    FlightRecord record = reader.read();
    ReportCommand.attributed(record);
    return record;
  }
}
