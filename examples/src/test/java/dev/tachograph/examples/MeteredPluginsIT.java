package dev.tachograph.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MeteredPluginsIT {
  /** What differs from JVM to JVM, or is said by other tests. */
  private static final String UNCOUNTED =
      ", (allocatedBytes|nativeSteps|sourceChars|stackDepth|stackBytes|allocationAtOnce|fuel|cpuTime|wallTime|jvmAllocatedBytes)"
          + "=[0-9.]+( [a-zA-Z]+)?";

  @Test
  void theGreedyTenantIsStoppedAndTheOtherGoesOn() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-javaagent:" + System.getProperty("tachograph.agent.jar"),
                "-cp",
                System.getProperty("java.class.path"),
                MeteredPlugins.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(output).isZero();
    String paid = "  frugal: 27.49 (iterations=0, functionCalls=4, evaluations=1)";
    assertThat(output.lines().map(line -> line.replaceAll(UNCOUNTED, "")))
        .containsExactly(
            "request 1",
            paid,
            "  greedy: stopped: iterations used 10001, limit 10000, script guess.js,"
                + " at guess (guess.js:2); raise limit.iterations to allow more",
            "request 2",
            paid,
            "  greedy: stopped: iterations in total used 15001, limit 15000 of account 'greedy',"
                + " script guess.js, at guess (guess.js:2); raise total.iterations to allow more",
            "request 3",
            paid,
            "  greedy: not started: account 'greedy' has used up iterations in total used 15001,"
                + " limit 15000; raise total.iterations to allow more",
            "bill",
            "  frugal: iterations=0, functionCalls=12, evaluations=3",
            "  greedy: iterations=15001, functionCalls=2, evaluations=2");
  }
}
