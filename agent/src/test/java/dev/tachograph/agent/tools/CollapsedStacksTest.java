package dev.tachograph.agent.tools;

import static dev.tachograph.agent.tools.Profiles.line;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.meter.attribution.CallSite;
import dev.tachograph.meter.attribution.Cost;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Costs for other tools. */
class CollapsedStacksTest {
  @TempDir Path directory;

  @Test
  void aPathHasOneLineInTheFileOfEachMeasure() throws Exception {
    Path stacks = directory.resolve("stacks");
    CollapsedStacks.write(Profiles.small(), stacks);

    try (var files = Files.list(stacks)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "iterations.collapsed",
              "functionCalls.collapsed",
              "allocatedBytes.collapsed",
              "nativeSteps.collapsed",
              "cpuTime.collapsed");
    }
    assertThat(stacks.resolve("iterations.collapsed"))
        .hasContent(
            """
            shop;(script) (a.js) 10
            shop;(script) (a.js);f (a.js:3) 22
            till;g,h (lib.js:9) 1
            """);
    assertThat(stacks.resolve("nativeSteps.collapsed"))
        .hasContent(
            """
            shop;(no function) 7
            shop;(script) (a.js);f (a.js:3);g,h (lib.js:9) 3
            """);
    assertThat(stacks.resolve("cpuTime.collapsed")).hasContent("shop;(script) (a.js) 100\n");
  }

  @Test
  void namesMakeNoFramesAndNoLines() throws Exception {
    CallSite hostile = new CallSite("a;b\r\n.js", "x 1\u2028evil;f 9\u0007", 1);
    CollapsedStacks.write(
        Profiles.profile(line("", 1, new Cost(5, 0, 0, 0, 0), hostile)), directory);

    assertThat(directory.resolve("iterations.collapsed"))
        .hasContent("(nameless);x 1?evil,f 9? (a,b??.js:1) 5\n");
  }
}
