package dev.tachograph.bench.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A script of {@code bench/corpus/hostile}.
 *
 * @param name of the file, without its extension
 * @param expectation what an ideal sandbox does with it, from the first line
 * @param options what it needs of its host
 * @param tenants its parts: usually one
 */
public record HostileScript(
    String name, String expectation, Map<String, String> options, List<String> tenants) {
  private static final Pattern EXPECTATION = Pattern.compile("// expect: (.*)");
  private static final Pattern OPTIONS = Pattern.compile("(?m)^// opts: (.*)$");
  private static final Pattern TENANT = Pattern.compile("(?m)^//=== tenant.*$");

  /** Reads one. */
  public static HostileScript read(Path file) throws IOException {
    String source = Files.readString(file);
    Matcher expectation = EXPECTATION.matcher(source);
    if (!expectation.lookingAt()) {
      throw new IOException(file + " does not start with '// expect:'");
    }
    Map<String, String> options =
        OPTIONS
            .matcher(source)
            .results()
            .flatMap(line -> Pattern.compile("\\s+").splitAsStream(line.group(1).trim()))
            .map(option -> option.split("=", 2))
            .collect(
                Collectors.toMap(
                    option -> option[0], option -> option.length < 2 ? "" : option[1]));
    return new HostileScript(
        file.getFileName().toString().replaceFirst("\\.js$", ""),
        expectation.group(1),
        options,
        List.of(TENANT.split(source)));
  }

  /** Whether it needs that of its host. */
  public boolean has(String option) {
    return options.containsKey(option);
  }

  /** The value of an option; the empty string if it is not set. */
  public String option(String option) {
    return options.getOrDefault(option, "");
  }

  /** All scripts of these categories, as category/name, in their order. */
  public static List<String> ids(Path scripts, List<String> categories) throws IOException {
    List<String> ids = new ArrayList<>();
    for (String category : categories) {
      try (Stream<Path> files = Files.list(scripts.resolve(category))) {
        files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".js"))
            .map(name -> category + "/" + name.substring(0, name.length() - ".js".length()))
            .sorted()
            .forEach(ids::add);
      }
    }
    return ids;
  }
}
