package dev.tachograph.bench.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tachograph.bench.BenchMachine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Puts what the parts found into one place. What a part has written stays where it is. */
final class SuiteResults {
  private static final String ENVIRONMENT = "environment";
  private static final String ROUNDS = "rounds.csv";

  private final ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private final Path out;
  private final String remark;
  private final Map<SuitePart, Double> seconds = new EnumMap<>(SuitePart.class);
  private final Map<String, String> machine = BenchMachine.describe();

  SuiteResults(Path out, String remark) {
    this.out = out;
    this.remark = remark;
  }

  void took(SuitePart part, double time) {
    seconds.put(part, time);
  }

  /** Writes rounds.csv, results.json and results.md of the parts that have been run. */
  void write() throws IOException {
    ObjectNode root = mapper.createObjectNode();
    ObjectNode environment = root.putObject(ENVIRONMENT);
    machine.forEach(environment::put);
    StringBuilder text = new StringBuilder("# Results\n\n| | |\n|---|---|\n");
    machine.forEach((name, value) -> text.append("| %s | %s |\n".formatted(name, value)));
    for (Map.Entry<SuitePart, Double> run : seconds.entrySet()) {
      SuitePart part = run.getKey();
      environment.put("seconds." + part.key(), run.getValue());
      text.append(
          String.format(Locale.ROOT, "| seconds, %s | %.0f |%n", part.key(), run.getValue()));
    }
    if (!remark.isEmpty()) {
      text.append('\n').append(remark).append('\n');
    }
    for (SuitePart part : seconds.keySet()) {
      add(part, root, environment);
      add(part, text);
    }
    Files.writeString(out.resolve("results.json"), mapper.writeValueAsString(root) + "\n");
    Files.writeString(out.resolve("results.md"), text);
    Path rounds = SuitePart.COST.folder(out).resolve(ROUNDS);
    if (Files.exists(rounds)) {
      Files.copy(rounds, out.resolve(ROUNDS), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void add(SuitePart part, ObjectNode root, ObjectNode environment) throws IOException {
    if (!Files.exists(part.json(out))) {
      return;
    }
    JsonNode own = mapper.readTree(part.json(out).toFile());
    ObjectNode target = part.isNested() ? root.putObject(part.key()) : root;
    for (Map.Entry<String, JsonNode> figure : own.properties()) {
      if (!figure.getKey().equals(ENVIRONMENT)) {
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
    if (!Files.exists(part.markdown(out))) {
      text.append("Failed; what it said is on standard error.\n");
      return;
    }
    String tables = Files.readString(part.markdown(out));
    text.append(tables.replaceFirst("\\A# .*\\R", "").strip())
        .append('\n'); // under our own heading
    try (Stream<Path> files = Files.list(part.folder(out))) {
      List<String> plots =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> name.endsWith(".svg"))
              .sorted()
              .toList();
      plots.forEach(
          plot ->
              text.append(
                  "\n![%s](%s/%s)\n".formatted(plot.replace(".svg", ""), part.key(), plot)));
    }
  }
}
