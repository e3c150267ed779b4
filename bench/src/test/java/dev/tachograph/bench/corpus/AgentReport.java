package dev.tachograph.bench.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The report of the agent: {@code report=FILE}. */
final class AgentReport {
  private static final List<String> ATTRIBUTED =
      List.of("iterations", "functionCalls", "allocatedBytes", "nativeSteps", "cpuTimeNanos");

  private static final List<String> EXACT =
      List.of(
          "iterations",
          "functionCalls",
          "allocatedBytes",
          "allocationAtOnce",
          "nativeSteps",
          "sourceChars",
          "stackDepth",
          "stackBytes",
          "fuel",
          "evaluations");

  private final JsonNode root;

  private AgentReport(JsonNode root) {
    this.root = root;
  }

  /** What a script or an account used. */
  record Counts(long iterations, long functionCalls, long evaluations) {
    static final Counts NONE = new Counts(0, 0, 0);

    /** So many times the same. */
    Counts times(int rounds) {
      return new Counts(rounds * iterations, rounds * functionCalls, rounds * evaluations);
    }

    /** Whether others have at least as much of each. */
    boolean isWithin(Counts others) {
      return iterations <= others.iterations
          && functionCalls <= others.functionCalls
          && evaluations <= others.evaluations;
    }

    Counts plus(Counts more) {
      return new Counts(
          iterations + more.iterations,
          functionCalls + more.functionCalls,
          evaluations + more.evaluations);
    }

    private static Counts of(JsonNode node) {
      return new Counts(
          required(node, "iterations"),
          required(node, "functionCalls"),
          required(node, "evaluations"));
    }

    private static long required(JsonNode node, String key) {
      JsonNode value = node.get(key);
      if (value == null || !value.isIntegralNumber()) {
        throw new AssertionError("no number '" + key + "' in " + node);
      }
      return value.asLong();
    }
  }

  static AgentReport read(Path file) throws IOException {
    return new AgentReport(new ObjectMapper().readTree(file.toFile()));
  }

  Counts totals() {
    return Counts.of(root.get("totals"));
  }

  /** What was used, by the name of the outermost script. */
  Map<String, Counts> scripts() {
    return byKey("scripts", "name");
  }

  /** What a script used of one resource, as text; {@code NaN} if it did not run. */
  String used(String script, String key) {
    for (JsonNode line : root.get("scripts")) {
      if (line.get("name").asText().equals(script)) {
        return line.get(key).asText();
      }
    }
    return "NaN";
  }

  /** All exact counts by the name of the outermost script: the same in each run. */
  Map<String, Map<String, Long>> exact() {
    Map<String, Map<String, Long>> found = new TreeMap<>();
    for (JsonNode line : root.get("scripts")) {
      Map<String, Long> counts = new TreeMap<>();
      EXACT.forEach(key -> counts.put(key, Counts.required(line, key)));
      found.put(line.get("name").asText(), counts);
    }
    return found;
  }

  /** What was used, by account. */
  Map<String, Counts> accounts() {
    return byKey("accounts", "id");
  }

  /**
   * What each function used by itself, by account: its exact counts, in the order of their names.
   */
  Map<String, List<Long>> functions() {
    Map<String, List<Long>> found = new TreeMap<>();
    for (JsonNode line : root.get("functions")) {
      List<Long> counts = new ArrayList<>();
      for (String key : ATTRIBUTED) {
        counts.add(line.get("self").get(key).asLong());
      }
      String function =
          String.join(
              " ",
              line.get("account").asText(),
              line.get("script").asText(),
              line.get("function").asText(),
              line.get("line").asText());
      found.merge(function, counts, AgentReport::plus);
    }
    return found;
  }

  /** Those whose functions are not all told apart. */
  Set<String> accountsWithOtherFunctions() {
    Set<String> accounts = new TreeSet<>();
    for (JsonNode line : root.get("functions")) {
      if (line.get("script").asText().equals("(other)")) {
        accounts.add(line.get("account").asText());
      }
    }
    return accounts;
  }

  /** The sum over all functions. */
  List<Long> functionTotals() {
    return functions().values().stream().reduce(AgentReport::plus).orElse(List.of());
  }

  /** The totals of the same resources by the ledger. */
  List<Long> attributedTotals() {
    List<Long> totals = new ArrayList<>();
    ATTRIBUTED.forEach(key -> totals.add(root.get("totals").get(key).asLong()));
    return totals;
  }

  private static List<Long> plus(List<Long> one, List<Long> other) {
    List<Long> sum = new ArrayList<>();
    for (int i = 0; i < one.size(); i++) {
      sum.add(one.get(i) + other.get(i));
    }
    return sum;
  }

  /** How many evaluations were open when the report was written. */
  int running() {
    return root.get("running").size();
  }

  long refused() {
    return root.get("weaving").get("refused").asLong();
  }

  /** How many classes compiled from scripts were woven. */
  long scriptClasses() {
    return root.get("weaving").get("scriptClasses").asLong();
  }

  String rhinoVersions() {
    return root.get("weaving").get("rhinoVersions").toString();
  }

  private Map<String, Counts> byKey(String list, String key) {
    Map<String, Counts> found = new TreeMap<>();
    for (JsonNode line : root.get(list)) {
      found.put(line.get(key).asText(), Counts.of(line));
    }
    return found;
  }
}
