package dev.tachograph.bench.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The report of the agent: {@code report=FILE}. */
final class AgentReport {
  private final JsonNode root;

  private AgentReport(JsonNode root) {
    this.root = root;
  }

  /** What a script or an account used. */
  record Counts(long iterations, long functionCalls, long evaluations) {
    static final Counts NONE = new Counts(0, 0, 0);

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

  /** What was used, by account. */
  Map<String, Counts> accounts() {
    return byKey("accounts", "id");
  }

  /** How many evaluations were open when the report was written. */
  int running() {
    return root.get("running").size();
  }

  long refused() {
    return root.get("weaving").get("refused").asLong();
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
