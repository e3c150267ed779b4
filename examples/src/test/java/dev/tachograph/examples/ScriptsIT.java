package dev.tachograph.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The example scripts, run from the root of the project as their comments say. */
class ScriptsIT {
  @Test
  void theInvoiceRulesCountTheSameInEveryMode() throws Exception {
    String compiled = run(0, "--mode=compiled", "examples/invoice-rules.js");
    String interpreted = run(0, "--mode=interpreted", "examples/invoice-rules.js");

    assertThat(compiled)
        .contains("     AT      4081    5996050.81    7195260.97")
        .contains("usage: iterations=648438, functionCalls=828456, ");
    assertThat(sameInEveryMode(interpreted)).isEqualTo(sameInEveryMode(compiled));
  }

  @Test
  void theRunawayIsStopped() throws Exception {
    String output = run(3, "--max-iterations", "1_000_000", "examples/runaway.js");

    assertThat(output)
        .contains("waiting for an answer")
        .contains("used:     1000001")
        .contains("function: waitForAnswer")
        .contains("usage: iterations=1000001, functionCalls=1, ");
  }

  /** The bytes are the same too, since these rules read no properties of primitive strings. */
  private static String sameInEveryMode(String output) {
    return output.substring(0, output.indexOf(", nativeSteps="));
  }

  private static String run(int exitCode, String... args) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>();
    command.addAll(List.of(java, "-jar", System.getProperty("tachograph.jar"), "run"));
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command)
            .directory(Path.of(System.getProperty("tachograph.root")).toFile())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(exitCode);
    return output;
  }
}
