package dev.tachograph.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * JVMs that run a part of the benchmark, with its jar as their class path and as their agent.
 *
 * @param home of the JDK or JRE
 * @param patience after so much silence it hangs, and is ended
 */
public record ChildJvm(Path home, Duration patience) {
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  /** One that is waited for as long as is usual. */
  public ChildJvm(Path home) {
    this(home, PATIENCE);
  }

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

  private List<String> run(List<String> command, Path errors)
      throws IOException, InterruptedException {
    Process process = Children.start(new ProcessBuilder(command).redirectError(errors.toFile()));
    try (Silence silence = new Silence(patience, () -> Children.destroy(process))) {
      List<String> lines = silence.read(process.getInputStream());
      int status = process.waitFor();
      if (status != 0) {
        throw new IllegalStateException(
            "a JVM of the benchmark "
                + (silence.isBroken()
                    ? "said nothing for " + patience.toSeconds() + " s"
                    : "ended with status " + status)
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
