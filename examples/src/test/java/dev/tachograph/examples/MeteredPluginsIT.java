package dev.tachograph.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeteredPluginsIT {
  /** What differs from JVM to JVM, or is said by other tests. */
  private static final String UNCOUNTED =
      ", (allocatedBytes|nativeSteps|sourceChars|stackDepth|stackBytes|allocationAtOnce|fuel|cpuTime|wallTime|jvmAllocatedBytes)"
          + "=[0-9.]+( [a-zA-Z]+)?";

  @Test
  void theGreedyTenantIsStoppedAndTheOtherGoesOn() throws Exception {
    List<String> output = ExampleJvm.run(MeteredPlugins.class);

    String paid = "  frugal: 27.49 (iterations=0, functionCalls=4, evaluations=1)";
    assertThat(output.stream().map(line -> line.replaceAll(UNCOUNTED, "")))
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
