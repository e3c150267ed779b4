package dev.tachograph.bench.suite;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code full}: all comparisons, with everything that they have. */
@Command(
    name = "full",
    mixinStandardHelpOptions = true,
    description = {
      "Runs all comparisons with all programs, attacks and variants. Takes hours.",
      "One that was ended goes on where it was when it is started again with the same --out."
    })
public final class FullCommand extends SuiteCommand {
  @Option(
      names = "--java",
      description =
          "The home of a JDK whose cost is measured, too; may be repeated. The one that"
              + " runs is always measured.")
  private List<Path> homes = List.of();

  @Option(
      names = "--graal-java",
      description = "Home of a JDK 25 or later for graaljs-jit; the one that runs otherwise.")
  private @Nullable Path graalJava;

  @Option(
      names = "--forks",
      description = "JVMs for each figure of cost; default ${DEFAULT-VALUE}.")
  private int forks = 3;

  /** Made by the command line. */
  public FullCommand() {}

  @Override
  String remark() {
    return "";
  }

  @Override
  List<SuitePart> inOrder(List<SuitePart> chosen) {
    return chosen;
  }

  @Override
  List<String> arguments(SuitePart part, List<String> programs) {
    List<String> all = new ArrayList<>();
    switch (part) {
      case COST -> {
        all.addAll(List.of("--resume", "--forks=" + forks));
        all.add("--java=" + System.getProperty("java.home"));
        homes.forEach(home -> all.add("--java=" + home));
      }
      case ACCURACY -> {
        all.add("--resume");
        homes.forEach(home -> all.add("--java=" + home));
      }
      case GROWTH, PEERS -> all.add("--resume");
      case REACH -> {
        // has its own programs, and all of them
      }
    }
    Path graal = graalJava;
    if (graal != null && (part == SuitePart.PEERS || part == SuitePart.REACH)) {
      all.add("--graal-java=" + graal);
    }
    if (!programs.isEmpty() && part != SuitePart.GROWTH && part != SuitePart.REACH) {
      all.add("--programs=" + String.join(",", programs));
    }
    return all;
  }
}
