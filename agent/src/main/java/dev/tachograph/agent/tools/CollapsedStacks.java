package dev.tachograph.agent.tools;

import dev.tachograph.jfr.reader.CostProfile;
import dev.tachograph.meter.attribution.CallSite;
import dev.tachograph.meter.attribution.LineCost;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Costs as collapsed stacks, which most tools for flame graphs read: one file for each measure, and
 * in it one line for each path, with the frames from the outermost to the innermost, semicolons
 * between them, and what the innermost cost by itself. The account is the first frame.
 */
final class CollapsedStacks {
  private CollapsedStacks() {}

  /** Writes into a directory, which is made if it is not there. */
  static void write(CostProfile profile, Path directory) throws IOException {
    Files.createDirectories(directory);
    for (Measure measure : Measure.COUNTED) {
      Path file = directory.resolve(measure + ".collapsed");
      try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
        write(profile, measure, out);
      }
    }
  }

  private static void write(CostProfile profile, Measure measure, Writer out) throws IOException {
    LineCost path = null;
    long sum = 0;
    for (LineCost line : profile.lines()) {
      if (path == null || !isSamePath(path, line)) {
        line(path, sum, out);
        path = line;
        sum = 0;
      }
      sum += measure.of(line.self());
    }
    line(path, sum, out);
  }

  /** The lines of a path come one after the other. */
  private static boolean isSamePath(LineCost one, LineCost other) {
    return one.account().equals(other.account()) && one.path().equals(other.path());
  }

  private static void line(@Nullable LineCost path, long sum, Writer out) throws IOException {
    if (path == null || sum == 0) {
      return;
    }
    List<CallSite> sites = path.path().sites();
    Stream<String> frames =
        sites.isEmpty() ? Stream.of(RecordWords.name(null)) : sites.stream().map(CallSite::label);
    out.write(
        Stream.concat(Stream.of(path.account()), frames)
            .map(CollapsedStacks::frame)
            .collect(Collectors.joining(";")));
    out.write(" " + sum + "\n");
  }

  /** Names are chosen by whoever wrote the script: neither another frame nor another line. */
  private static String frame(String name) {
    String frame = name.replaceAll("[\\p{Cc}\\p{Zl}\\p{Zp}]", "?").replace(';', ',');
    return frame.isEmpty() ? "(nameless)" : frame;
  }
}
