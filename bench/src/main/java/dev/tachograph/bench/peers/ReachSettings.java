package dev.tachograph.bench.peers;

import dev.tachograph.bench.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What must be the same for results to be of one table: how it is measured, Java and Node, every
 * file that peers are driven with, and the benchmark itself, which judges what they answer. Which
 * scripts and peers are chosen is no part of it: these add up.
 */
final class ReachSettings {
  private ReachSettings() {}

  /**
   * In words, a line for each.
   *
   * @param measured the line that says how
   * @throws IOException if a file cannot be read
   */
  static String of(PeerHome home, String measured) throws IOException, InterruptedException {
    List<Path> files = new ArrayList<>();
    Path peers = home.target().resolve("peers");
    if (Files.isDirectory(peers)) {
      try (Stream<Path> below = Files.walk(peers, 2)) {
        below.filter(file -> file.toString().endsWith(".jar")).forEach(files::add);
      }
    }
    for (Path folder : List.of(home.target(), home.corpus().resolve("peers/node"))) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> drivers = Files.list(folder)) {
          drivers.filter(ReachSettings::drives).forEach(files::add);
        }
      }
    }
    List<String> lines = new ArrayList<>();
    for (Path file : files) {
      lines.add(file.getFileName() + " " + Digest.of(Files.readAllBytes(file)));
    }
    lines.sort(null);
    Path graal = home.graalJava().resolve("release");
    lines.add(0, measured);
    lines.add(1, "java " + Runtime.version());
    lines.add(
        2, "graal-java " + (Files.exists(graal) ? Digest.of(Files.readAllBytes(graal)) : "none"));
    lines.add(3, "node " + NodePeers.version());
    return String.join("\n", lines) + "\n";
  }

  private static boolean drives(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.equals("tachograph-bench.jar")
        || name.endsWith("-peers-child.jar")
        || name.endsWith(".js")
        || name.endsWith(".json");
  }
}
