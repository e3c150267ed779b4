package dev.tachograph.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs an example in a JVM of its own, with the agent. */
final class ExampleJvm {
  private ExampleJvm() {}

  /** The lines that the example prints; it has to end well. */
  static List<String> run(Class<?> example) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-javaagent:" + System.getProperty("tachograph.agent.jar"),
                "-cp",
                System.getProperty("java.class.path"),
                example.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output.lines().toList();
  }
}
