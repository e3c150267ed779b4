package dev.tachograph.agent.tools;

import dev.tachograph.meter.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code list}: the JVMs of this host. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    versionProvider = Tools.Version.class,
    sortOptions = false,
    description = {
      "Lists the JVMs of this host, whether they run Rhino, and whether Tachograph is in them.",
      "",
      "A JVM is asked for its system properties, as jcmd does; that stops none of its threads."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:this Java cannot look", "2:wrong usage"})
final class ListCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Parameters(paramLabel = "PID", description = "Look at these JVMs alone; at all by default.")
  private List<Long> pids = List.of();

  @Option(
      names = "--rhino",
      description =
          "Ask each JVM whether it has loaded Rhino. It stops for that, for 3 to 10 ms for every"
              + " thousand classes. Without this, jars that are open tell.")
  private boolean rhino;

  @Option(names = "--json", description = "Print one JSON object instead of words.")
  private boolean json;

  @Override
  public Integer call() {
    try {
      List<FoundJvm> found = new JvmFinder(PATIENCE, rhino).find(Set.copyOf(pids));
      if (json) {
        System.out.println(
            Json.write(Map.of("jvms", found.stream().map(FoundJvm::toMap).toList())));
      } else {
        System.out.print(ListWords.of(found));
      }
      return 0;
    } catch (IOException failed) {
      System.err.println(failed.getMessage());
      return 1;
    }
  }
}
