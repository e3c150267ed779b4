package dev.tachograph.agent.tools;

import dev.tachograph.agent.WholeFile;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.management.GovernorMXBean;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The report of a JVM that runs, on request. */
final class LiveReport {
  /** Stands for it in place of a file. */
  static final Path STANDARD_OUTPUT = Path.of("-");

  private static final int SHOWN = 20;

  private final String jvm;
  private final Map<String, ?> environment;

  LiveReport(String jvm, Map<String, ?> environment) {
    this.jvm = jvm;
    this.environment = environment;
  }

  /**
   * Writes it into files, or prints it in words if there are none; returns the exit status.
   *
   * @throws IllegalArgumentException if the JVM is none, or a process that there is not
   */
  int write(List<Path> files) {
    List<Path> real = files.stream().filter(file -> !file.equals(STANDARD_OUTPUT)).toList();
    Optional<String> wrong = ReportFiles.wrong(List.of(), real);
    if (wrong.isPresent()) {
      System.err.println(wrong.get());
      return 1;
    }
    try (LiveJvm live = LiveJvm.connect(jvm, environment)) {
      if (files.isEmpty()) {
        TopView view = new TopView(jvm, new SortKey(Resource.FUEL, false), SHOWN, true, true);
        LiveReading now =
            live.ask(governor -> LiveReading.of(governor, Resource.FUEL, view.read()));
        System.out.print(TopWords.of(view, now, new LiveRates(null, now)));
        return 0;
      }
      String report = live.ask(GovernorMXBean::report);
      for (Path file : files) {
        write(report, file);
      }
      return 0;
    } catch (IOException | SecurityException failed) {
      System.err.println(jvm + ": " + failed.getMessage());
      return 1;
    }
  }

  private static void write(String report, Path file) throws IOException {
    if (file.equals(STANDARD_OUTPUT)) {
      System.out.print(report);
      return;
    }
    try {
      WholeFile.write(file, report);
    } catch (IOException unwritable) {
      throw new IOException(ReportFiles.words(file, unwritable), unwritable);
    }
  }
}
