package dev.tachograph.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * JVMs that run a part of the benchmark, with its jar as their class path and as their agent.
 *
 * @param home of the JDK or JRE
 */
public record ChildJvm(Path home) {
  /** Of the same Java as this one. */
  public static ChildJvm here() {
    return new ChildJvm(Path.of(System.getProperty("java.home")));
  }

  /**
   * Runs a JVM to its end.
   *
   * @return the lines that it printed
   * @throws IllegalStateException if it fails; the message has what it wrote
   */
  public List<String> run(List<String> options, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin").resolve("java").toString());
    command.addAll(options);
    command.add("-javaagent:" + jar());
    command.addAll(List.of("-cp", jar().toString(), main.getName()));
    command.addAll(arguments);
    try {
      Path errors = Files.createTempFile("tachograph-bench", ".log");
      try {
        return run(command, errors);
      } finally {
        Files.deleteIfExists(errors);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private static List<String> run(List<String> command, Path errors)
      throws IOException, InterruptedException {
    Process process = Children.start(new ProcessBuilder(command).redirectError(errors.toFile()));
    try {
      List<String> lines =
          new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
      int status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException(
            "a JVM of the benchmark ended with status "
                + status
                + ": "
                + String.join(" ", command)
                + "\n"
                + Files.readString(errors));
      }
      return lines;
    } finally {
      Children.destroy(process);
    }
  }

  /** The benchmark's own jar. */
  public static Path jar() {
    try {
      Path jar =
          Path.of(ChildJvm.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (!Files.isRegularFile(jar)) {
        throw new IllegalStateException(
            "the benchmark runs from tachograph-bench.jar only: " + jar);
      }
      return jar;
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
