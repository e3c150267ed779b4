package dev.tachograph.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the packaged command with two attacks: what holds a loop, and what a catch cannot do. */
class ReachIT {
  private static final Path JAR =
      Path.of(System.getProperty("tachograph.root"), "bench", "target", "tachograph-bench.jar");

  private static final List<String> JAVA = List.of("tachograph", "sandbox", "observer", "graaljs");

  @TempDir private Path out;

  @Test
  void theSameAttacksMeetEveryPeer() throws Exception {
    Result result = reach(String.join(",", JAVA) + ",quickjs");
    assertThat(result.status).as(result.output).isZero();
    List<String> peers = new ArrayList<>(JAVA);
    if (result.output.contains("SKIPPED: quickjs")) {
      assertThat(Boolean.getBoolean("tachograph.full")).as(result.output).isFalse();
      result.output.lines().filter(line -> line.startsWith("SKIPPED")).forEach(System.err::println);
    } else {
      peers.add("quickjs");
    }
    List<ReachResult> results = results();
    for (String peer : peers) {
      assertThat(results)
          .filteredOn(one -> one.peer().equals(peer))
          .extracting(ReachResult::script, ReachResult::outcome)
          .as(result.output)
          .containsExactly(
              tuple("catch/catch-once", ReachOutcome.STOPPED),
              tuple("host/function-ctor-global-leak", ReachOutcome.COMPLETED));
    }

    // What is there already is not run again.
    List<String> before = Files.readAllLines(out.resolve("reach.tsv"));
    result = reach("tachograph");
    assertThat(result.status).as(result.output).isZero();
    assertThat(result.output).doesNotContain("1 of 2").contains("| Rhino's observer |");
    assertThat(Files.readAllLines(out.resolve("reach.tsv"))).isEqualTo(before);
  }

  @Test
  void anUnknownPeerIsWrongUsage() throws Exception {
    Result result = reach("nonsense");
    assertThat(result.status).isEqualTo(2);
    assertThat(result.output).contains("nonsense").contains("delight-rhino");
  }

  private List<ReachResult> results() throws IOException {
    return Files.readAllLines(out.resolve("reach.tsv")).stream()
        .skip(1)
        .map(ReachResult::parse)
        .toList();
  }

  private record Result(int status, String output) {}

  private Result reach(String peers) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toString(),
                "reach",
                "--peers",
                peers,
                "--scripts",
                "catch/catch-once,host/function-ctor-global-leak",
                "--out",
                out.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), output);
  }
}
