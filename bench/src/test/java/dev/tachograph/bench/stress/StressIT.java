package dev.tachograph.bench.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lets jcstress try the tests of this package, for longer in a full build. */
class StressIT {
  private static final Path TARGET =
      Path.of(System.getProperty("tachograph.root"), "bench", "target");
  private static final int TESTS = 6;
  private static final Pattern PASSED =
      Pattern.compile("Results across all configurations:|\\[OK\\] (\\S+Stress\\.\\S+)");

  @TempDir private Path results;

  @Test
  void noCountIsLost() throws Exception {
    boolean full = Boolean.getBoolean("tachograph.full");
    String classPath =
        TARGET.resolve("stress-classes")
            + File.pathSeparator
            + System.getProperty("java.class.path");
    Path output = results.resolve("output.txt");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            classPath,
            "org.openjdk.jcstress.Main",
            "-v",
            "-m",
            full ? "quick" : "sanity",
            "-time",
            full ? "200" : "20",
            "-strideSize",
            "20",
            "-strideCount",
            "5",
            "-sc",
            "false",
            "-r",
            results.toString());
    Process process =
        new ProcessBuilder(command)
            .directory(results.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int status = process.waitFor();

    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(status).as(text).isZero();
    Matcher passed = PASSED.matcher(text);
    assertThat(
            passed
                .results()
                .filter(match -> match.group(1) != null)
                .map(match -> match.group(1))
                .distinct())
        .as(text)
        .hasSize(TESTS);
    assertThat(text).doesNotContain("FAILED").doesNotContain("FORBIDDEN");
  }
}
