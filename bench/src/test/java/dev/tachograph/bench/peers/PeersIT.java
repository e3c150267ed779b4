package dev.tachograph.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tachograph.bench.BenchJar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs both packaged commands: two attacks, and one program. Asserts outcomes, never times. */
class PeersIT {
  private static final List<String> JAVA = List.of("tachograph", "observer", "graaljs");

  @TempDir private Path out;

  @Test
  void theSameAttacksMeetEveryPeer() throws Exception {
    BenchJar.Result result = reach(String.join(",", JAVA) + ",quickjs");
    assertThat(result.status()).as(result.output()).isZero();
    List<String> peers = new ArrayList<>(JAVA);
    if (result.output().contains("SKIPPED: quickjs")) {
      assertThat(Boolean.getBoolean("tachograph.full")).as(result.output()).isFalse();
      result
          .output()
          .lines()
          .filter(line -> line.startsWith("SKIPPED"))
          .forEach(System.err::println);
    } else {
      peers.add("quickjs");
    }
    List<ReachResult> results = results();
    for (String peer : peers) {
      assertThat(results)
          .filteredOn(one -> one.peer().equals(peer))
          .extracting(ReachResult::script, ReachResult::outcome)
          .as(result.output())
          .containsExactly(
              tuple("catch/catch-once", ReachOutcome.STOPPED),
              tuple("host/function-ctor-global-leak", ReachOutcome.COMPLETED));
    }

    // What is there already is not run again.
    List<String> before = Files.readAllLines(out.resolve("reach.tsv"));
    result = reach("tachograph");
    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output()).doesNotContain("1 of 2").contains("| Rhino's observer |");
    assertThat(Files.readAllLines(out.resolve("reach.tsv"))).isEqualTo(before);
  }

  @Test
  void everyFigureOfAPeerIsThere() throws Exception {
    BenchJar.Result result =
        BenchJar.run(
            "peers",
            "--peers",
            "tachograph,observer",
            "--programs",
            "fib",
            "--millis",
            "50",
            "--starts",
            "1",
            "--out",
            out.toString());
    assertThat(result.status()).as(result.output()).isZero();
    assertThat(result.output())
        .contains("| 100000 | yes | iterations 100001 of 100000 |")
        .containsPattern("\\| Rhino's observer \\| [^|]*\\|[^|]*\\| \\d+ \\| yes \\| 10\\d{4} \\|")
        .contains("| Tachograph, agent | 1.00 | 1.00 |");
    assertThat(out.resolve("results.csv"))
        .content()
        .contains("observer,unlimited.fib.result,6765")
        .contains("tachograph,limited.fib.result,6765")
        .contains("tachograph,together.1000,")
        .doesNotContain("failed");
    assertThat(out.resolve("results.json")).content().contains("\"small.medianMicros\"");
  }

  @Test
  void anUnknownPeerIsWrongUsage() throws Exception {
    BenchJar.Result result = reach("nonsense");
    assertThat(result.status()).isEqualTo(2);
    assertThat(result.output()).contains("nonsense").contains("delight-rhino");
  }

  private List<ReachResult> results() throws IOException {
    return Files.readAllLines(out.resolve("reach.tsv")).stream()
        .skip(1)
        .map(ReachResult::parse)
        .toList();
  }

  private BenchJar.Result reach(String peers) throws IOException, InterruptedException {
    return BenchJar.run(
        "reach",
        "--peers",
        peers,
        "--scripts",
        "catch/catch-once,host/function-ctor-global-leak",
        "--out",
        out.toString());
  }
}
