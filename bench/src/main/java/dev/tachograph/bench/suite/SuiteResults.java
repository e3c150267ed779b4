package dev.tachograph.bench.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tachograph.bench.BenchMachine;
import dev.tachograph.bench.LeftOut;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Puts what the parts found into one place. What a part has written stays where it is. */
final class SuiteResults {
  private static final String ENVIRONMENT = "environment";
  private static final String ROUNDS = "rounds.csv";

  private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private final Path out;
  private final String remark;
  private final Map<SuitePart, String> missing = new EnumMap<>(SuitePart.class);
  private final Map<SuitePart, Ended> ended = new EnumMap<>(SuitePart.class);
  private final Map<String, String> machine = BenchMachine.describe();

  /** How a part ended; another status than 0 is that of a part that failed. */
  private record Ended(double seconds, int status) {}

  /**
   * @param remark what readers have to know; may be empty
   * @param missing parts that there are no results of until they have ended, and why
   */
  SuiteResults(Path out, String remark, Map<SuitePart, String> missing) {
    this.out = out;
    this.remark = remark;
    this.missing.putAll(missing);
  }

  void ended(SuitePart part, double seconds, int status) {
    missing.remove(part);
    ended.put(part, new Ended(seconds, status));
  }

  /** Writes rounds.csv, results.json and results.md of the parts that have been run. */
  void write() throws IOException {
    ObjectNode root = mapper.createObjectNode();
    ObjectNode environment = root.putObject(ENVIRONMENT);
    machine.forEach(environment::put);
    ObjectNode leftOut = root.putObject(LeftOut.KEY);
    missing.forEach((part, why) -> leftOut.putArray(part.key()).add(why));
    ObjectNode failed = root.putObject("failed");
    StringBuilder text = new StringBuilder("# Results\n\n| | |\n|---|---|\n");
    machine.forEach((name, value) -> text.append("| %s | %s |\n".formatted(name, value)));
    ended.forEach(
        (part, end) -> {
          environment.put("seconds." + part.key(), end.seconds());
          text.append(
              String.format(Locale.ROOT, "| seconds, %s | %.0f |%n", part.key(), end.seconds()));
          if (end.status() != 0) {
            failed.put(part.key(), end.status());
          }
        });
    if (!remark.isEmpty()) {
      text.append('\n').append(remark).append('\n');
    }
    for (SuitePart part : ended.keySet()) {
      add(part, root, environment, leftOut);
      add(part, text);
    }
    missing.forEach(
        (part, why) -> text.append("\n## %s\n\nLeft out: %s.\n".formatted(part.title(), why)));
    Files.writeString(out.resolve("results.json"), mapper.writeValueAsString(root) + "\n");
    Files.writeString(out.resolve("results.md"), text);
    Path rounds = SuitePart.COST.rounds(out);
    if (ended.containsKey(SuitePart.COST) && Files.exists(rounds)) {
      Files.copy(rounds, out.resolve(ROUNDS), StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.deleteIfExists(out.resolve(ROUNDS)); // of another run
    }
  }

  private void add(SuitePart part, ObjectNode root, ObjectNode environment, ObjectNode leftOut)
      throws IOException {
    if (!Files.exists(part.json(out))) {
      return;
    }
    JsonNode own = mapper.readTree(part.json(out).toFile());
    ObjectNode target = part.isNested() ? root.putObject(part.key()) : root;
    for (Map.Entry<String, JsonNode> figure : own.properties()) {
      if (figure.getKey().equals(LeftOut.KEY)) {
        if (!figure.getValue().isEmpty()) {
          leftOut.set(part.key(), figure.getValue());
        }
      } else if (!figure.getKey().equals(ENVIRONMENT)) {
        target.set(figure.getKey(), figure.getValue());
      } else {
        figure.getValue().properties().stream()
            .filter(fact -> !environment.has(fact.getKey()))
            .forEach(fact -> environment.set(fact.getKey(), fact.getValue()));
      }
    }
  }

  private void add(SuitePart part, StringBuilder text) throws IOException {
    text.append("\n## ").append(part.title()).append("\n\n");
    boolean failed = Objects.requireNonNull(ended.get(part)).status() != 0;
    if (failed) {
      text.append("**Failed; what it said is on standard error.**\n");
    }
    if (!Files.exists(part.markdown(out))) {
      return;
    }
    if (failed) {
      text.append("What follows is what there was by then.\n\n");
    }
    String tables = Files.readString(part.markdown(out));
    text.append(tables.replaceFirst("\\A# .*\\R", "").strip())
        .append('\n'); // under our own heading
    for (Path file : part.plots(out)) {
      String plot = String.valueOf(file.getFileName());
      text.append("\n![%s](%s/%s)\n".formatted(plot.replace(".svg", ""), part.key(), plot));
    }
  }
}
