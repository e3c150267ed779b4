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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code report}: what recordings, or a JVM that runs, say, for people and for other tools. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    versionProvider = Tools.Version.class,
    sortOptions = false,
    description = {
      "Says what recordings know: totals, accounts, scripts, breaches with their place in the source,"
          + " and what is missing.",
      "",
      "Recordings of several JVMs are added up; what is in several files is counted once.",
      "",
      "Of a JVM that runs, it says how things stand now: the report that the agent's option report=FILE"
          + " writes at exit. JVM is a process id on this host, HOST:PORT of a JMX connector, or a"
          + " service:jmx: URL."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:a file cannot be read or written, or the JVM not be reached",
      "2:wrong usage, or no such process"
    })
final class ReportCommand implements Callable<Integer> {
  /** Evaluations and breaches that are kept; totals are of all. */
  private static final int KEPT = 100_000;

  @Parameters(
      paramLabel = "FILE.jfr|JVM",
      arity = "1..*",
      description = "The recordings to read, or one JVM.")
  private List<String> sources = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "The same as --html; of a JVM, as --json.")
  private @Nullable Path output;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Write one page of HTML into this file, for any browser: tables, time lines of use"
              + " against limits, flame graphs of functions, breaches, and recommended limits.")
  private @Nullable Path html;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Write one JSON object into this file; - prints it instead of words, and nothing else.")
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

  @Mixin private Credentials credentials = new Credentials();

  @Override
  public Integer call() {
    if (sources.size() == 1 && LiveJvm.isAddress(sources.get(0))) {
      return ofJvm(sources.get(0));
    }
    html = html == null ? output : html;
    return ofRecordings(sources.stream().map(Path::of).toList());
  }

  private int ofJvm(String jvm) {
    if (Stream.of(html, csv, collapsed, pprof).anyMatch(Objects::nonNull)) {
      System.err.println(
          "--html, --csv, --collapsed and --pprof need a recording: make one with record start "
              + jvm
              + " and record dump");
      return 2;
    }
    try {
      return new LiveReport(jvm, credentials.environment())
          .write(Stream.of(output, json).filter(Objects::nonNull).toList());
    } catch (IOException unreadable) {
      System.err.println(unreadable.getMessage());
      return 1;
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      return 2;
    }
  }

  private int ofRecordings(List<Path> files) {
    boolean printed = json != null && json.equals(LiveReport.STANDARD_OUTPUT);
    Path jsonFile = printed ? null : json;
    Optional<String> wrong =
        ReportFiles.wrong(
            files, Stream.of(html, jsonFile, pprof).filter(Objects::nonNull).toList());
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
      if (jsonFile != null) {
        at = jsonFile;
        WholeFile.write(jsonFile, Json.write(record.toMap()) + "\n");
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
      System.out.println(printed ? Json.write(record.toMap()) : RecordWords.of(record));
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
