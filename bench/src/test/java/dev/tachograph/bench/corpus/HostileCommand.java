package dev.tachograph.bench.corpus;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What the command line of {@link HostileRunner} says.
 *
 * @param ids the scripts to run, as category/name
 * @param out where the table is written
 * @param open where the scripts that are open are written, or {@code null} for nowhere
 */
record HostileCommand(
    HostileSetting setting, List<String> modes, List<String> ids, Path out, @Nullable Path open) {
  private static final String HELP =
      """
      --agent JAR      the agent; without it, plain Rhino runs
      --rhino JARS     Rhino's class path
      --scripts DIR    the folder of the categories
      --mode MODE      compiled or interpreted; default: both
      --only PREFIXES  scripts whose category/name starts with one of these; separated by commas
      --category LIST  categories; default: %s
      --deadline N     seconds that a script may take; default: 10
      --options TEXT   the agent's; default: %s
      --jvm FLAGS      further flags of the JVM, separated by blanks
      --java HOME      the JVM's home
      --out FILE       where the table is written; default: hostile-results.md
      --open FILE      where the scripts that are open are written, as in known-open.txt; reasons
                       that are there already stay
      """
          .formatted(String.join(",", HostileRunner.CATEGORIES), HostileSetting.OPTIONS);

  /** Reads the command line; ends the JVM with 2 if there is nothing to run. */
  static HostileCommand parse(String... arguments) throws IOException {
    Map<String, String> given = new TreeMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      if (!arguments[i].startsWith("--")
          || i + 1 == arguments.length
          || !HELP.contains(arguments[i] + " ")) {
        System.err.print(HELP);
        System.exit(2);
      }
      given.put(arguments[i].substring(2), arguments[i + 1]);
    }
    if (!given.containsKey("rhino") || !given.containsKey("scripts")) {
      System.err.print(HELP);
      System.exit(2);
    }
    Path out = Path.of(given.getOrDefault("out", "hostile-results.md")).toAbsolutePath();
    String agent = given.get("agent");
    HostileSetting setting =
        new HostileSetting(
            Path.of(given.getOrDefault("java", System.getProperty("java.home"))),
            agent == null ? null : Path.of(agent).toAbsolutePath(),
            given.getOrDefault("options", HostileSetting.OPTIONS),
            classPath(given.get("rhino")),
            words(given.getOrDefault("jvm", ""), " +"),
            Path.of(given.get("scripts")).toAbsolutePath(),
            requireNonNull(out.getParent()),
            Duration.ofSeconds(Long.parseLong(given.getOrDefault("deadline", "10"))));
    List<String> prefixes = words(given.getOrDefault("only", ""), ",");
    Predicate<String> chosen =
        id -> prefixes.isEmpty() || prefixes.stream().anyMatch(id::startsWith);
    List<String> categories =
        words(given.getOrDefault("category", String.join(",", HostileRunner.CATEGORIES)), ",");
    List<String> ids =
        HostileScript.ids(setting.scripts(), categories).stream().filter(chosen).toList();
    List<String> modes =
        given.containsKey("mode") ? List.of(given.get("mode")) : HostileRunner.MODES;
    if (ids.isEmpty() || !HostileRunner.MODES.containsAll(modes)) {
      System.err.println("Nothing to run.");
      System.exit(2);
    }
    String open = given.get("open");
    return new HostileCommand(setting, modes, ids, out, open == null ? null : Path.of(open));
  }

  /** Where our own classes are, and then Rhino. */
  private static String classPath(String rhino) {
    try {
      return String.join(
          File.pathSeparator, location(HostileRunner.class), location(HostileScript.class), rhino);
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String location(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  private static List<String> words(String text, String separator) {
    return Arrays.stream(text.split(separator)).filter(word -> !word.isEmpty()).toList();
  }
}
