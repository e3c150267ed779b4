package dev.tachograph.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tools read long recordings with a small heap, and say how far they are. */
class MillionEventsIT {
  /** Each starts and ends. */
  private static final int EVALUATIONS = 500_000;

  private static final String AGENT = System.getProperty("tachograph.agent.jar");

  @TempDir Path directory;

  @Test
  void aMillionEventsMakeASmallPage() throws Exception {
    Path file = directory.resolve("busy.jfr");
    Path page = directory.resolve("busy.html");
    Path json = directory.resolve("busy.json");
    Path jdk = ForkedJvm.jdks().get(0);
    ForkedJvm.java(jdk)
        .with("-XX:StartFlightRecording=filename=" + file)
        .withAgent("account=name:tenant")
        .withMain(BusyHost.class, Integer.toString(EVALUATIONS))
        .run()
        .succeeded();

    ForkedJvm.Result read =
        ForkedJvm.java(jdk)
            .with("-Xmx256m", "-jar", AGENT, "report", file.toString())
            .with("-o", page.toString(), "--json", json.toString())
            .run()
            .succeeded();

    assertThat(Files.size(page)).isBetween(100_000L, 3_000_000L);
    String totals = Files.readString(json);
    assertThat(count(totals, "evaluations")).isEqualTo(EVALUATIONS);
    assertThat(count(totals, "functionCalls")).isEqualTo(EVALUATIONS - 1);
    assertThat(read.stdout()).contains("evaluations=500000");
  }

  /** The first count of that name, which is that of the totals. */
  private static long count(String json, String key) {
    return Pattern.compile("\"" + key + "\": (\\d+)")
        .matcher(json)
        .results()
        .findFirst()
        .map((MatchResult found) -> Long.parseLong(found.group(1)))
        .orElseThrow();
  }
}
