package dev.tachograph.meter.history;

import static dev.tachograph.meter.Resource.HOST_CALLS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.HandTicker;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import java.io.IOException;
import java.io.StringReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records as text. */
class RecordsTest {
  private static final String LINE =
      "{\"id\":1,\"account\":\"a\",\"script\":\"s\",\"thread\":\"t\","
          + "\"start\":\"2026-03-01T10:00:00Z\",\"durationNanos\":5,\"outcome\":\"completed\","
          + "\"usage\":{\"iterations\":7}}";

  /** A tracker's history: one that completed, one that was stopped, one that was denied. */
  private static List<EvaluationRecord> history() {
    ResourceTracker account =
        ResourceTracker.standalone(
            "acme \"Ltd\", Köln",
            Limits.builder().perEvaluation(HOST_CALLS, 5).total(Resource.EVALUATIONS, 2).build(),
            new HandTicker("2026-03-01T10:00:00Z"));
    for (int calls : new int[] {4, 6, 1}) {
      try {
        account.run(
            () -> {
              account.charge(HOST_CALLS, calls);
              return true;
            });
      } catch (Exception | Error stopped) {
        assertThat(stopped.getMessage()).isNotEmpty();
      }
    }
    return account.history();
  }

  private static String jsonLines(List<EvaluationRecord> records) throws IOException {
    StringBuilder out = new StringBuilder();
    Records.writeJsonLines(records, out);
    return out.toString();
  }

  private static List<EvaluationRecord> read(String text) throws IOException {
    return Records.readJsonLines(new StringReader(text));
  }

  @Test
  void jsonLinesComeBackAsTheyWere() throws Exception {
    List<EvaluationRecord> history = history();
    String text = jsonLines(history);
    assertThat(text.lines()).hasSize(3).allMatch(line -> line.startsWith("{\"id\":"));
    assertThat(text).endsWith("}\n");
    List<EvaluationRecord> again = read(text + "\n" + text);
    assertThat(again.subList(0, 3)).isEqualTo(history);
    assertThat(again.subList(3, 6)).isEqualTo(history);
    assertThat(jsonLines(again)).isEqualTo(text + text);
  }

  @Test
  void countsThatAreMissingAreUnknownAndKeysThatAreNewDoNotMatter() throws Exception {
    EvaluationRecord record = read(LINE.replace("{\"id\"", "{\"new\":[1.5e3,{}],\"id\"")).get(0);
    assertThat(record.usage().toMap())
        .containsEntry("iterations", 7L)
        .containsEntry("cpuTimeNanos", null);
    assertThat(record.breach()).isNull();
  }

  @Test
  void whatIsNoRecordIsNamedByItsLine() {
    Map<String, String> wrong =
        Map.of(
            "[1]",
            "line 2: no record of an evaluation: not an object",
            "{\"id\":1}",
            "line 2: no record of an evaluation: it has no account",
            LINE.replace("completed", "eaten"),
            "line 2: an outcome of another version: eaten",
            LINE.replace(":7", ":-7"),
            "line 2: iterations of -7: it is 0 or more",
            LINE.replace(":5", ":-5"),
            "line 2: durationNanos of -5: it is 0 or more",
            LINE.replace(":7", ":7.0"),
            "line 2: no record of an evaluation: ",
            LINE.substring(0, LINE.length() - 1),
            "line 2: no JSON: expected '}' at column 144, but there is the end");
    wrong.forEach(
        (line, message) ->
            assertThatThrownBy(() -> read(LINE + "\n" + line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message));
  }

  @Test
  void theTableHasOneColumnPerResource() throws Exception {
    StringBuilder out = new StringBuilder();
    Records.writeCsv(history(), out);
    String[] lines = out.toString().split("\r\n", -1);
    assertThat(lines).hasSize(5).endsWith("");
    String[] names = lines[0].split(",");
    assertThat(names)
        .startsWith("id", "account", "script", "thread", "start", "durationNanos", "outcome")
        .contains("cpuTimeNanos", "wallTimeNanos", "hostCalls", "breachResource", "breachLine");
    assertThat(names).doesNotHaveDuplicates();
    assertThat(lines[1])
        .startsWith("1,\"acme \"\"Ltd\"\", Köln\",,main,2026-03-01T10:00:00Z,0,completed,0,0,")
        .endsWith(",,,,,,,,,,,");
    List<String> stopped =
        Arrays.stream(lines[2].replace("\"acme \"\"Ltd\"\", Köln\"", "acme").split(",", -1))
            .collect(Collectors.toList());
    assertThat(stopped).hasSize(names.length);
    assertThat(stopped.subList(stopped.size() - 11, stopped.size()))
        .containsExactly(
            "exceeded", "hostCalls", "evaluation", "5", "6", "6", "5", "acme", "", "", "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nul",
        "01",
        "1.",
        ".5",
        "+1",
        "1e",
        "--1",
        "[1,]",
        "[1",
        "{\"a\":1,}",
        "{a:1}",
        "{\"a\" 1}",
        "\"a",
        "\"\t\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12\"",
        "1 2",
        "{}}",
        "'a'",
        "{\"a\":1,\"a\":2}",
        "9223372036854775808",
        "NaN",
        "\u00a01",
        "\u0661"
      })
  void readsNothingThatIsNoJson(String text) {
    assertThatThrownBy(() -> JsonReader.read(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("no JSON");
  }

  @Test
  void readsJson() {
    assertThat(
            JsonReader.read(
                " {\"a\" : [ ] , \"b\":[true,false,null,-0,9223372036854775807,-1.5E+2],"
                    + "\"c\":{\"\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\uD83D\\ude00é\"} }\r\n"))
        .hasToString(
            "{a=[], b=[true, false, null, 0, 9223372036854775807, -150.0],"
                + " c={=\"\\/\b\f\n\r\tä\uD83D\uDE00é}}");
    assertThatThrownBy(() -> JsonReader.read("[".repeat(100_000)))
        .hasMessage("no JSON that we read: nested too deep");
  }
}
