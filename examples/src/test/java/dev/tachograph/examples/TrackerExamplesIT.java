package dev.tachograph.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The use cases of trackers, with what they print. */
class TrackerExamplesIT {
  @Test
  void studentsLearnWhatWentWrong() throws Exception {
    assertThat(ExampleJvm.run(StudentSubmissions.class))
        .containsExactly(
            "ada: result: 5050",
            "ada: error: ReferenceError: \"undefinedName\" is not defined. in line 2",
            "ada: result: 1,2,3",
            "ada: result: 2",
            "ada: no more runs: evaluations",
            "bob: stopped: iterations",
            "bob: no more runs: iterations",
            "school/ada: 2 of 5 runs failed, 100 rounds",
            "school/bob: 2 of 2 runs failed, 100001 rounds");
  }

  @Test
  void evaluationsAreRateLimited() throws Exception {
    assertThat(ExampleJvm.run(RateLimit.class))
        .containsExactly(
            "2026-01-01T12:00:00Z: 3 of 5 served",
            "2026-01-01T12:00:10Z: 0 of 5 served",
            "2026-01-01T12:00:20Z: 1 of 5 served",
            "2026-01-01T12:00:30Z: 0 of 5 served",
            "refilled by hand: served",
            "served in all: 5");
  }

  @Test
  void theLinesOfAnInvoiceAddUp() throws Exception {
    assertThat(ExampleJvm.run(Invoice.class).stream().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "tenant/report report.js iterations 1300",
            "tenant/shop price.js iterations 0",
            " total 1300 0.01300",
            "tenant/report report.js functionCalls 0",
            "tenant/shop price.js functionCalls 2",
            " total 2 0.0002",
            "tenant/report report.js evaluations 2",
            "tenant/shop price.js evaluations 1",
            " total 3 0.03",
            "to pay: 0.0432");
  }

  @Test
  void aPageShowsWhatIsGoingOn() throws Exception {
    assertThat(String.join("", ExampleJvm.run(MonitoringPage.class)).replaceAll("\\s+", " "))
        .isEqualTo(
            "{ \"limits\": [ { \"account\": \"shop\", \"resource\": \"iterations\","
                + " \"used\": 8500, \"limit\": 10000, \"remaining\": 1500 },"
                + " { \"account\": \"blog\", \"resource\": \"iterations\","
                + " \"used\": 1001, \"limit\": 1000, \"remaining\": 0 },"
                + " { \"account\": \"blog\", \"resource\": \"evaluations\","
                + " \"used\": 2, \"limit\": 100, \"remaining\": 98 } ],"
                + " \"alerts\": [ \"shop is near its limit: total.iterations 8500 of 10000 (85 %);"
                + " to allow more, raise, refill or reset it\","
                + " \"blog is at its limit: total.iterations 1001 of 1000 (100 %);"
                + " to allow more, raise, refill or reset it\" ], \"violations\": 1}");
  }

  @Test
  void aToolIsGuarded() throws Exception {
    assertThat(ExampleJvm.run(GuardedTool.class))
        .containsExactly(
            "+3072 +5120",
            "990",
            "directory total.heldBytes",
            "directory total.hostCalls",
            "tool calls: 5",
            "tool held at most: 5120");
  }
}
