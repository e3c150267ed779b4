package dev.tachograph.bench.suite;

import dev.tachograph.bench.Comparison;
import dev.tachograph.bench.accuracy.AccuracyCommand;
import dev.tachograph.bench.growth.GrowthCommand;
import dev.tachograph.bench.paired.PairedCommand;
import dev.tachograph.bench.peers.PeersCommand;
import dev.tachograph.bench.peers.ReachCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** One of the comparisons: a command of its own, whose results are in a folder of its own. */
enum SuitePart {
  COST("cost", "What metering costs", "results", false),
  ACCURACY("accuracy", "How accurate it is", "results", false),
  GROWTH("growth", "How cost grows", "results", false),
  PEERS("peers", "Beside others, on the same task", "results", true),
  REACH("reach", "Attacks on all of them", "reach", true);

  private final String key;
  private final String title;
  private final String results;
  private final boolean nested;

  /**
   * @param results the name of the files with its results
   * @param nested whether its results need its key to be told from others
   */
  SuitePart(String key, String title, String results, boolean nested) {
    this.key = key;
    this.title = title;
    this.results = results;
    this.nested = nested;
  }

  /** What options, folders and results call it. */
  String key() {
    return key;
  }

  String title() {
    return title;
  }

  boolean isNested() {
    return nested;
  }

  /** As the command line makes it. */
  Comparison command() {
    return switch (this) {
      case COST -> new PairedCommand();
      case ACCURACY -> new AccuracyCommand();
      case GROWTH -> new GrowthCommand();
      case PEERS -> new PeersCommand();
      case REACH -> new ReachCommand();
    };
  }

  Path folder(Path out) {
    return out.resolve(key);
  }

  /** Deletes what an earlier run has left of results, or they would be taken for the next one's. */
  void clean(Path out) throws IOException {
    Files.createDirectories(folder(out));
    Files.deleteIfExists(json(out));
    Files.deleteIfExists(markdown(out));
    Files.deleteIfExists(rounds(out));
    for (Path plot : plots(out)) {
      Files.delete(plot);
    }
  }

  /** Its charts, by name. */
  List<Path> plots(Path out) throws IOException {
    try (Stream<Path> files = Files.list(folder(out))) {
      return files.filter(file -> file.toString().endsWith(".svg")).sorted().toList();
    }
  }

  Path rounds(Path out) {
    return folder(out).resolve("rounds.csv");
  }

  Path json(Path out) {
    return folder(out).resolve(results + ".json");
  }

  Path markdown(Path out) {
    return folder(out).resolve(results + ".md");
  }
}
