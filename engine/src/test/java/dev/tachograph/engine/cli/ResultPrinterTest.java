package dev.tachograph.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tachograph.engine.ScriptError;
import dev.tachograph.engine.ScriptError.Kind;
import dev.tachograph.meter.Breach;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultPrinterTest {
  private static final ScriptError ERROR =
      new ScriptError(
          Kind.RUNTIME, "no such thing", "a.js", 3, 2, "f(;", List.of("g (a.js:3)", "a.js:9"));

  private static Breach breach(Breach.Scope scope, Breach.Position position) {
    return new Breach(
        Breach.Kind.EXCEEDED, Resource.FUNCTION_CALLS, scope, 9, 10, 1, "run", "a.js", position);
  }

  @Test
  void jsonHasEveryMemberInOrder() throws Exception {
    JsonNode json = parse(RunResult.completed(Map.of("a", 1), Usage.none()));

    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly("outcome", "value", "error", "breach", "usage");
    assertThat(json.at("/value/a").asInt()).isEqualTo(1);
    assertThat(json.at("/usage").fieldNames())
        .toIterable()
        .containsExactlyElementsOf(Resource.all().stream().map(Resource::jsonKey).toList());
  }

  @Test
  void unknownPlacesAreNull() throws Exception {
    JsonNode json =
        parse(
            RunResult.failed(
                new ScriptError(Kind.INTERNAL, "oh", null, 0, 0, null, List.of()), Usage.none()));

    assertThat(json.at("/error").toString())
        .isEqualTo(
            "{\"kind\":\"internal\",\"message\":\"oh\",\"file\":null,\"line\":null,\"column\":null,"
                + "\"lineSource\":null,\"stack\":[]}");
  }

  @Test
  void wordsShowTheErrorWithPlaceAndStack() {
    assertThat(words(RunResult.failed(ERROR, Usage.none())).lines())
        .containsExactly(
            "tachograph: a.js:3:2: no such thing",
            "    f(;",
            "     ^",
            "    at g (a.js:3)",
            "    at a.js:9",
            "usage: " + Usage.none());
  }

  @Test
  void wordsNameTheFlagThatAllowsMore() {
    Breach.Position nameless = new Breach.Position("a.js", null, 0);

    String words =
        words(RunResult.limitExceeded(breach(Breach.Scope.TOTAL, nameless), Usage.none()));

    assertThat(words)
        .contains("function: none (top level, or without a name)")
        .contains("line:     a.js\n")
        .contains("allow more with --total-function-calls N");
  }

  @Test
  void wordsSayTimesAndSizesReadably() {
    Breach time =
        new Breach(
            Breach.Kind.EXCEEDED,
            Resource.CPU_TIME,
            Breach.Scope.EVALUATION,
            5_000_000_000L,
            5_012_345_678L,
            12_345_678,
            "run",
            "a.js",
            null);
    Breach size =
        new Breach(
            Breach.Kind.EXCEEDED,
            Resource.ALLOCATED_BYTES,
            Breach.Scope.TOTAL,
            256 << 20,
            (256 << 20) + 40,
            40,
            "run",
            "a.js",
            null);

    assertThat(words(RunResult.limitExceeded(time, Usage.none())).lines())
        .contains(
            "  limit:    5 s",
            "  used:     5.01 s",
            "  remedy:   allow more with --max-cpu-time DURATION");
    assertThat(words(RunResult.limitExceeded(size, Usage.none())).lines())
        .contains(
            "  limit:    256 MB (268435456 bytes)",
            "  used:     256 MB (268435496 bytes)",
            "  remedy:   allow more with --total-allocated-bytes SIZE");
    assertThat(words(RunResult.completed(1, Usage.none())))
        .contains("allocatedBytes=0 bytes")
        .contains("cpuTime=0 ms");
  }

  @Test
  void aPlaceThatIsUnknownIsLeftOut() {
    String words =
        words(RunResult.limitExceeded(breach(Breach.Scope.EVALUATION, null), Usage.none()));

    assertThat(words).doesNotContain("line:").contains("--max-function-calls N");
  }

  private static JsonNode parse(RunResult result) throws Exception {
    return new ObjectMapper().readTree(ResultPrinter.json(result));
  }

  @Test
  void aTotalThatAJournalKeepsIsTheAccounts() {
    Breach breach =
        new Breach(
            Breach.Kind.DENIED,
            Resource.ITERATIONS,
            Breach.Scope.TOTAL,
            100,
            101,
            1,
            "ci",
            "x.js",
            null);
    RunResult result = RunResult.limitExceeded(breach, Usage.none());
    assertThat(ResultPrinter.words(result, true).lines())
        .startsWith(
            "tachograph: x.js was not started: it needs more iterations than it may use",
            "  resource: iterations, of account ci in all runs");
    assertThat(words(result)).contains("  resource: iterations, of all files together");
  }

  private static String words(RunResult result) {
    return ResultPrinter.words(result, false);
  }
}
