package dev.tachograph.bench.sandbox;

import dev.tachograph.bench.Children;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts JVMs that evaluate one script each, in turns, and prints what they take. */
@Command(
    name = "start-up",
    description =
        "Prints the CPU that the first evaluation of a JVM takes, and what of it is whose.",
    mixinStandardHelpOptions = true)
public final class StartUp implements Callable<Integer> {
  /** How far a JVM goes; each is compared with one of the same run. */
  enum Stage {
    /** Nothing but a main method. */
    EMPTY,
    /** The agent is started, and no Rhino is loaded. */
    AGENT,
    /** Rhino without the agent interprets a script. */
    RHINO,
    /** The same under the agent. */
    METERED,
    /** A sandbox runs it. */
    SANDBOX;

    boolean hasAgent() {
      return this != EMPTY && this != RHINO;
    }
  }

  @Option(
      names = "--rounds",
      description = "How many JVMs of each kind (default: ${DEFAULT-VALUE}).")
  private int rounds = 7;

  @Option(
      names = "--jvm-option",
      description = "An option of the JVMs that are measured, for example -Xint; repeatable.")
  private List<String> jvmOptions = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Map<Stage, List<FirstEvaluation.Taken>> taken = new EnumMap<>(Stage.class);
    for (int round = 0; round < rounds; round++) {
      for (Stage stage : Stage.values()) {
        taken.computeIfAbsent(stage, key -> new ArrayList<>()).add(run(stage));
      }
    }
    System.out.println("CPU in ms, median (least to most); the JVM's own threads: the JIT, mostly");
    taken.forEach(
        (stage, all) ->
            System.out.printf(
                "%-8s all %s, main thread %s, the JVM's own %s%n",
                stage.name().toLowerCase(Locale.ROOT),
                words(all.stream().mapToLong(FirstEvaluation.Taken::process)),
                words(all.stream().mapToLong(FirstEvaluation.Taken::main)),
                words(all.stream().mapToLong(one -> one.process() - one.main()))));
    return 0;
  }

  private static String words(LongStream millis) {
    long[] sorted = millis.sorted().toArray();
    return "%d (%d to %d)"
        .formatted(sorted[sorted.length / 2], sorted[0], sorted[sorted.length - 1]);
  }

  private FirstEvaluation.Taken run(Stage stage) throws IOException, InterruptedException {
    String jar = System.getProperty("java.class.path");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    if (stage.hasAgent()) {
      command.add("-javaagent:" + jar);
    }
    command.addAll(Arrays.asList("-cp", jar, FirstEvaluation.class.getName(), stage.name()));
    Process process =
        Children.start(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT));
    try (BufferedReader out = process.inputReader()) {
      String line = out.readLine();
      if (process.waitFor() != 0 || line == null) {
        throw new IOException("a JVM failed: " + command);
      }
      return FirstEvaluation.Taken.parse(line);
    } finally {
      Children.destroy(process);
    }
  }
}
