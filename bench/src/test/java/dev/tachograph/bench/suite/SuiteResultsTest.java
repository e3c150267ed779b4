package dev.tachograph.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuiteResultsTest {
  @TempDir private Path out;

  @Test
  void nothingOfAnEarlierRunIsLeftOfAPart() throws IOException {
    for (String name :
        new String[] {"results.json", "results.md", "rounds.csv", "cost.svg", "jvms/kept.txt"}) {
      write("cost/" + name, "earlier");
    }

    SuitePart.COST.clean(out);

    assertThat(out.resolve("cost"))
        .isDirectoryRecursivelyContaining("glob:**/kept.txt")
        .isDirectoryNotContaining("glob:**.{json,md,csv,svg}");
  }

  @Test
  void roundsAreThoseOfThisRun() throws IOException {
    write("cost/rounds.csv", "of another run");
    write("rounds.csv", "of another run");
    SuiteResults results = new SuiteResults(out, "", Map.of());

    results.ended(SuitePart.GROWTH, 1, 0);
    results.write();
    assertThat(out.resolve("rounds.csv")).doesNotExist();

    write("cost/rounds.csv", "of this run");
    results.ended(SuitePart.COST, 1, 0);
    results.write();
    assertThat(out.resolve("rounds.csv")).hasContent("of this run");
  }

  @Test
  void whatIsMissingIsSaid() throws IOException {
    write("cost/results.json", "{\"leftOut\": [\"a: the time was up\"], \"aa\": 1.5}");
    write("cost/results.md", "### compiled\n\nLeft out:\n\n- a: the time was up\n");
    write("growth/results.json", "{\"leftOut\": [], \"growth.x\": 2}");
    write("growth/results.md", "# Growth\n\n| x |\n");
    SuiteResults results =
        new SuiteResults(
            out,
            "A remark.",
            Map.of(SuitePart.PEERS, "no such programs", SuitePart.GROWTH, "not run yet"));
    results.ended(SuitePart.COST, 2, 1);
    results.ended(SuitePart.ACCURACY, 3, 2);
    results.ended(SuitePart.GROWTH, 4, 0);

    results.write();

    JsonNode json = new ObjectMapper().readTree(out.resolve("results.json").toFile());
    assertThat(json.path("failed"))
        .isEqualTo(new ObjectMapper().readTree("{\"cost\": 1, \"accuracy\": 2}"));
    assertThat(json.path("leftOut"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    "{\"peers\": [\"no such programs\"], \"cost\": [\"a: the time was up\"]}"));
    assertThat(json.path("aa").doubleValue()).isEqualTo(1.5);
    assertThat(json.path("growth.x").intValue()).isEqualTo(2);
    assertThat(out.resolve("results.md"))
        .content()
        .contains("A remark.", "- a: the time was up", "| x |")
        .containsPattern("## What metering costs\\R\\R\\*\\*Failed; .*\\RWhat follows is ")
        .containsPattern(
            "## How accurate it is\\R\\R\\*\\*Failed; .*\\R\\R## How cost grows\\R\\R\\|")
        .containsPattern("## Beside others, on the same task\\R\\RLeft out: no such programs\\.");
  }

  private void write(String file, String content) throws IOException {
    Path path = out.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
  }
}
