package dev.tachograph.bench.corpus;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs hostile scripts in a JVM of their own, one after the other, and replaces that JVM when one
 * of them hung it, killed it or broke something in it.
 *
 * <p>It can be used without Maven, on any agent; {@code --help} says how. Needs nothing of Rhino
 * itself.
 */
final class HostileRunner {
  /** What is in the corpus for this runner. */
  static final List<String> CATEGORIES =
      List.of("catch", "compile", "iterators", "memory", "native", "regex", "stack", "xml");

  static final List<String> MODES = List.of("compiled", "interpreted");

  /** What {@code --options} says otherwise. */
  static final String OPTIONS =
      System.getProperty(
          "tachograph.hostile.options",
          "account=script,limit.allocatedBytes=%d,limit.cpuTime=%dms,limit.stackDepth=1000"
              .formatted(HostileResult.ALLOCATED_BYTES, HostileResult.CPU_MILLIS));

  /** For the host's own lines, beyond what a script may take. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private static final Duration START = Duration.ofSeconds(60);

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
          .formatted(String.join(",", CATEGORIES), OPTIONS);

  private final Setting setting;
  private final String mode;
  private @Nullable Child child;

  /**
   * What to run with.
   *
   * @param agent or {@code null} for none
   * @param logs folder for what the JVMs write to standard error
   */
  record Setting(
      Path java,
      @Nullable Path agent,
      String options,
      String classPath,
      List<String> flags,
      Path scripts,
      Path logs,
      Duration deadline) {}

  /** A JVM that runs scripts. */
  private static final class Child {
    private final Process process;
    private final Writer in;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /** Not a line that a process can print. */
    private static final String END = "\n";

    Child(Process process) {
      this.process = process;
      this.in = process.outputWriter(StandardCharsets.UTF_8);
      Thread reader = new Thread(this::read, "output of " + process.pid());
      reader.setDaemon(true);
      reader.start();
    }

    private void read() {
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          lines.add(line);
        }
      } catch (IOException closed) {
        // The same as the end.
      }
      lines.add(END);
    }

    /** The columns of the next line; none if the process ended; null if nothing came in time. */
    @Nullable List<String> next(Duration patience) throws InterruptedException {
      @Nullable String line = lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (line == null) {
        return null;
      }
      return line.equals(END) ? List.of() : List.of(line.split("\t", -1));
    }

    void send(String line) {
      try {
        in.write(line + "\n");
        in.flush();
      } catch (IOException gone) {
        // It will be seen as a JVM that ended.
      }
    }

    /** Ends the process; what it exited with. */
    int end() throws InterruptedException {
      // Having printed all, it has at most to exit.
      if (!process.waitFor(lines.contains(END) ? 5 : 0, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      return process.waitFor();
    }
  }

  private HostileRunner(Setting setting, String mode) {
    this.setting = setting;
    this.mode = mode;
  }

  /** All scripts of these categories, as category/name, in their order. */
  static List<String> ids(Path scripts, List<String> categories) throws IOException {
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

  /** Runs scripts in one mode; tells each result as soon as it is there. */
  static List<HostileResult> run(
      Setting setting, String mode, List<String> ids, Consumer<HostileResult> listener)
      throws IOException, InterruptedException {
    HostileRunner runner = new HostileRunner(setting, mode);
    List<HostileResult> results = new ArrayList<>();
    try {
      for (String id : ids) {
        HostileResult result = runner.run(id);
        results.add(result);
        listener.accept(result);
      }
    } finally {
      runner.endChild();
    }
    return results;
  }

  private HostileResult run(String id) throws IOException, InterruptedException {
    Path file = setting.scripts.resolve(id + ".js");
    Child running = child();
    long start = System.nanoTime();
    running.send(file.toString());
    Duration patience = setting.deadline.plus(GRACE);
    @Nullable List<String> ended = running.next(patience);
    long millis = (System.nanoTime() - start) / 1_000_000;
    if (ended == null || ended.isEmpty()) {
      int exit = endChild();
      HostileResult.Outcome outcome =
          ended == null ? HostileResult.Outcome.HANG : HostileResult.Outcome.JVM_DIED;
      String text = ended == null ? "the whole JVM" : "exit " + exit;
      return result(id, outcome, List.of("", "", Long.toString(millis), "0", "0", text));
    }
    HostileResult result =
        result(id, HostileResult.Outcome.valueOf(ended.get(1)), ended.subList(2, ended.size()));
    if (result.outcome() == HostileResult.Outcome.HANG) {
      endChild();
      return result;
    }
    @Nullable List<String> innocent = running.next(patience);
    String poison =
        innocent == null
            ? "the innocent scripts hang"
            : innocent.isEmpty() ? "the JVM ended afterwards" : innocent.get(1);
    if (!poison.isEmpty()) {
      endChild();
    }
    return result.withPoison(poison);
  }

  private HostileResult result(String id, HostileResult.Outcome outcome, List<String> columns)
      throws IOException {
    return new HostileResult(
        id,
        mode,
        HostileScript.read(setting.scripts.resolve(id + ".js")).expectation(),
        outcome,
        columns.get(0),
        columns.get(1),
        Long.parseLong(columns.get(2)),
        Long.parseLong(columns.get(3)),
        Long.parseLong(columns.get(4)),
        columns.get(5),
        "");
  }

  private Child child() throws IOException, InterruptedException {
    if (child != null) {
      return child;
    }
    List<String> command = new ArrayList<>();
    command.add(setting.java.resolve("bin").resolve("java").toString());
    // A heap that a hostile script can fill. Metaspace is bounded for the sake of the machine; the
    // locale and the zone are what the innocent scripts expect.
    command.addAll(List.of("-Xmx512m", "-Xss1m", "-XX:+UseSerialGC", "-XX:MaxMetaspaceSize=256m"));
    command.addAll(List.of("-Duser.language=en", "-Duser.country=US", "-Duser.timezone=UTC"));
    command.add("-XX:ErrorFile=" + setting.logs.resolve("hs_err_%p.log"));
    command.addAll(setting.flags);
    if (setting.agent != null) {
      command.add("-javaagent:" + setting.agent + "=" + setting.options);
    }
    command.addAll(List.of("-cp", setting.classPath, "dev.tachograph.bench.corpus.HostileChild"));
    command.addAll(List.of(mode, Long.toString(setting.deadline.toSeconds())));
    Files.createDirectories(setting.logs);
    File log = setting.logs.resolve("hostile-" + mode + ".err").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    Child started = new Child(builder.start());
    child = started;
    @Nullable List<String> ready = started.next(START);
    if (ready == null || !ready.equals(List.of("READY"))) {
      throw new IOException("no READY but " + ready + ", exit " + endChild() + "; see " + log);
    }
    return started;
  }

  private int endChild() throws InterruptedException {
    Child ending = child;
    child = null;
    return ending == null ? 0 : ending.end();
  }

  /** The table of all results, and a summary of each category. */
  static void write(Path file, Setting setting, List<HostileResult> results) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# Hostile scripts: results");
    lines.add("");
    lines.add(
        setting.agent == null ? "Without an agent." : "Options: `%s`.".formatted(setting.options));
    lines.add("");
    lines.addAll(summary(results));
    lines.add("");
    lines.add(HostileResult.tableHead());
    results.forEach(result -> lines.add(result.tableRow()));
    if (file.toAbsolutePath().getParent() != null) {
      Files.createDirectories(requireNonNull(file.toAbsolutePath().getParent()));
    }
    Files.write(file, lines);
  }

  /** How many scripts of each category ended how. */
  static List<String> summary(List<HostileResult> results) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| category | mode | scripts | limit | of these late | refused | within | skipped | open |");
    lines.add("|---|---|---:|---:|---:|---:|---:|---:|---:|");
    Map<String, List<HostileResult>> groups =
        results.stream()
            .collect(
                Collectors.groupingBy(
                    result -> "%s | %s".formatted(result.category(), result.mode()),
                    TreeMap::new,
                    Collectors.toList()));
    groups.forEach((group, members) -> lines.add(summary(group, members)));
    lines.add(summary("all | ", results));
    return lines;
  }

  private static String summary(String group, List<HostileResult> results) {
    Map<HostileResult.Verdict, Integer> count = new EnumMap<>(HostileResult.Verdict.class);
    results.forEach(result -> count.merge(result.verdict(), 1, Integer::sum));
    return "| %s | %d | %d | %d | %d | %d | %d | %d |"
        .formatted(
            group,
            results.size(),
            count.getOrDefault(HostileResult.Verdict.LIMIT, 0),
            results.stream().filter(HostileResult::isLate).count(),
            count.getOrDefault(HostileResult.Verdict.REFUSED, 0),
            count.getOrDefault(HostileResult.Verdict.WITHIN, 0),
            count.getOrDefault(HostileResult.Verdict.SKIPPED, 0),
            count.getOrDefault(HostileResult.Verdict.OPEN, 0));
  }

  /** Where our own classes are, and then Rhino. */
  static String classPath(String rhino) {
    try {
      return Path.of(
              HostileRunner.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          + File.pathSeparator
          + rhino;
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Runs what the command line says; exits with 1 if something is open. */
  public static void main(String[] arguments) throws Exception {
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
    Setting setting =
        new Setting(
            Path.of(given.getOrDefault("java", System.getProperty("java.home"))),
            agent == null ? null : Path.of(agent).toAbsolutePath(),
            given.getOrDefault("options", OPTIONS),
            classPath(given.get("rhino")),
            words(given.getOrDefault("jvm", ""), " +"),
            Path.of(given.get("scripts")).toAbsolutePath(),
            requireNonNull(out.getParent()),
            Duration.ofSeconds(Long.parseLong(given.getOrDefault("deadline", "10"))));
    List<String> prefixes = words(given.getOrDefault("only", ""), ",");
    Predicate<String> chosen =
        id -> prefixes.isEmpty() || prefixes.stream().anyMatch(id::startsWith);
    List<String> categories =
        words(given.getOrDefault("category", String.join(",", CATEGORIES)), ",");
    List<String> ids = ids(setting.scripts, categories).stream().filter(chosen).toList();
    List<String> modes = given.containsKey("mode") ? List.of(given.get("mode")) : MODES;
    if (ids.isEmpty() || !MODES.containsAll(modes)) {
      System.err.println("Nothing to run.");
      System.exit(2);
    }
    List<HostileResult> results = new ArrayList<>();
    PrintStream console = System.out;
    for (String mode : modes) {
      run(
          setting,
          mode,
          ids,
          result -> {
            console.println(result);
            results.add(result);
            writeUnchecked(out, setting, results);
          });
    }
    summary(results).forEach(console::println);
    if (given.containsKey("open")) {
      Path open = Path.of(given.get("open"));
      KnownOpen before = Files.exists(open) ? KnownOpen.read(open) : KnownOpen.none();
      Files.write(open, before.updated(results));
    }
    boolean failed =
        results.stream().anyMatch(result -> result.verdict() == HostileResult.Verdict.OPEN);
    console.println(String.format(Locale.ROOT, "%d results in %s", results.size(), out));
    System.exit(failed ? 1 : 0);
  }

  /** After each script: somebody may not want to wait for the last. */
  private static void writeUnchecked(Path out, Setting setting, List<HostileResult> results) {
    try {
      write(out, setting, results);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }

  private static List<String> words(String text, String separator) {
    return Arrays.stream(text.split(separator)).filter(word -> !word.isEmpty()).toList();
  }
}
