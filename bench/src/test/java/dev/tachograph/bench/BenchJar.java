package dev.tachograph.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The packaged benchmark, as its users run it. */
public final class BenchJar {
  private static final Path JAR =
      Path.of(System.getProperty("tachograph.root"), "bench", "target", "tachograph-bench.jar");

  private BenchJar() {}

  /** How a command ended, and all that it wrote. */
  public record Result(int status, String output) {}

  /** Runs a command with its arguments. */
  public static Result run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }
}
