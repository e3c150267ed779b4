package dev.tachograph.bench.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A script of {@code bench/corpus/hostile}.
 *
 * @param name of the file, without its extension
 * @param expectation what an ideal sandbox does with it, from the first line
 * @param options the names of the options that are set in it
 * @param tenants its parts: usually one
 */
record HostileScript(String name, String expectation, Set<String> options, List<String> tenants) {
  private static final Pattern EXPECTATION = Pattern.compile("// expect: (.*)");
  private static final Pattern OPTIONS = Pattern.compile("(?m)^// opts: (.*)$");
  private static final Pattern TENANT = Pattern.compile("(?m)^//=== tenant.*$");

  static HostileScript read(Path file) throws IOException {
    String source = Files.readString(file);
    Matcher expectation = EXPECTATION.matcher(source);
    if (!expectation.lookingAt()) {
      throw new IOException(file + " does not start with '// expect:'");
    }
    Set<String> options =
        OPTIONS
            .matcher(source)
            .results()
            .flatMap(line -> Pattern.compile("\\s+").splitAsStream(line.group(1).trim()))
            .map(option -> option.replaceFirst("=.*", ""))
            .collect(Collectors.toSet());
    return new HostileScript(
        file.getFileName().toString().replaceFirst("\\.js$", ""),
        expectation.group(1),
        options,
        List.of(TENANT.split(source)));
  }

  boolean has(String option) {
    return options.contains(option);
  }
}
