package dev.tachograph.agent.tools;

import dev.tachograph.agent.WholeFile;
import dev.tachograph.jfr.reader.CostProfile;
import dev.tachograph.jfr.reader.FlightRecord;
import dev.tachograph.jfr.reader.RecordReader;
import dev.tachograph.jfr.reader.RecordSource;
import dev.tachograph.meter.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report}: what recordings say, for people and for other tools. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    versionProvider = Tools.Version.class,
    sortOptions = false,
    description = {
      "Says what recordings know: totals, accounts, scripts, breaches with their place in the source,"
          + " and what is missing.",
      "",
      "Recordings of several JVMs are added up; what is in several files is counted once."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:a file cannot be read or written", "2:wrong usage"})
final class ReportCommand implements Callable<Integer> {
  /** Evaluations and breaches that are kept; totals are of all. */
  private static final int KEPT = 100_000;

  @Parameters(paramLabel = "FILE.jfr", arity = "1..*", description = "The recordings to read.")
  private List<Path> files = List.of();

  @Option(
      names = {"-o", "--html"},
      paramLabel = "FILE",
      description =
          "Write one page of HTML into this file, for any browser: tables, time lines of use"
              + " against limits, flame graphs of functions, breaches, and recommended limits.")
  private @Nullable Path html;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Write one JSON object into this file.")
  private @Nullable Path json;

  @Option(
      names = "--csv",
      paramLabel = "DIR",
      description =
          "Write accounts.csv, scripts.csv, functions.csv, lines.csv, breaches.csv and"
              + " evaluations.csv into this directory; the last two have the latest 100,000.")
  private @Nullable Path csv;

  @Option(
      names = "--collapsed",
      paramLabel = "DIR",
      description =
          "Write the costs of functions (attribution=function) as collapsed stacks, for tools that"
              + " draw flame graphs, into this directory: iterations.collapsed and so on.")
  private @Nullable Path collapsed;

  @Option(
      names = "--pprof",
      paramLabel = "FILE",
      description = "Write the costs of functions as a profile for pprof into this file.")
  private @Nullable Path pprof;

  @Override
  public Integer call() {
    Optional<String> wrong =
        ReportFiles.wrong(files, Stream.of(html, json, pprof).filter(Objects::nonNull).toList());
    if (wrong.isPresent()) {
      System.err.println(wrong.get());
      return 1;
    }
    RecordReader reader =
        html == null ? new RecordReader(KEPT, end -> {}) : RecordReader.withTimeLines(KEPT);
    Path at = files.get(0);
    try {
      for (Path file : files) {
        at = file;
        RecordSource.readFile(
            file, reader, new ReadingProgress(file, System.err, System::nanoTime));
      }
      FlightRecord record = reader.read();
      if (html != null) {
        at = html;
        List<String> names = files.stream().map(file -> "" + file.getFileName()).toList();
        WholeFile.write(html, ReportPage.of(PageData.of(names, record, reader.timeLines())));
      }
      if (json != null) {
        at = json;
        WholeFile.write(json, Json.write(record.toMap()) + "\n");
      }
      if (csv != null) {
        at = csv;
        RecordTables.write(record, csv);
      }
      if (collapsed != null) {
        at = collapsed;
        CollapsedStacks.write(attributed(record), collapsed);
      }
      if (pprof != null) {
        at = pprof;
        WholeFile.write(pprof, PprofFile.of(attributed(record)));
      }
      System.out.println(RecordWords.of(record));
      return 0;
    } catch (IOException failed) {
      System.err.println(ReportFiles.words(at, failed));
      return 1;
    }
  }

  /** Its costs of functions. */
  static CostProfile attributed(FlightRecord record) throws IOException {
    if (record.profile().isEmpty()) {
      throw new IOException(
          "no costs of functions: the agent was not told attribution=function, or the event"
              + " tachograph.FunctionUsage was off");
    }
    return record.profile();
  }
}
