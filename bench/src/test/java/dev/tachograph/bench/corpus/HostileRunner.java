package dev.tachograph.bench.corpus;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
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

  /** For the host's own lines, beyond what a script may take. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final HostileSetting setting;
  private final String mode;
  private @Nullable HostileJvm jvm;

  private HostileRunner(HostileSetting setting, String mode) {
    this.setting = setting;
    this.mode = mode;
  }

  /** Runs scripts in one mode; tells each result as soon as it is there. */
  static List<HostileResult> run(
      HostileSetting setting, String mode, List<String> ids, Consumer<HostileResult> listener)
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
      runner.endJvm();
    }
    return results;
  }

  private HostileResult run(String id) throws IOException, InterruptedException {
    Path file = setting.scripts().resolve(id + ".js");
    HostileJvm running = jvm();
    long start = System.nanoTime();
    running.send(file.toString());
    Duration patience = setting.deadline().plus(GRACE);
    @Nullable List<String> ended = running.next(patience);
    long millis = (System.nanoTime() - start) / 1_000_000;
    if (ended == null || ended.isEmpty()) {
      int exit = endJvm();
      HostileResult.Outcome outcome =
          ended == null ? HostileResult.Outcome.HANG : HostileResult.Outcome.JVM_DIED;
      String text = ended == null ? "the whole JVM" : "exit " + exit;
      return result(id, outcome, List.of("", "", Long.toString(millis), "0", "0", text));
    }
    HostileResult result =
        result(id, HostileResult.Outcome.valueOf(ended.get(1)), ended.subList(2, ended.size()));
    if (result.outcome() == HostileResult.Outcome.HANG) {
      endJvm();
      return result;
    }
    @Nullable List<String> innocent = running.next(patience);
    String poison =
        innocent == null
            ? "the innocent scripts hang"
            : innocent.isEmpty() ? "the JVM ended afterwards" : innocent.get(1);
    if (!poison.isEmpty()) {
      endJvm();
    }
    return result.withPoison(poison);
  }

  private HostileResult result(String id, HostileResult.Outcome outcome, List<String> columns)
      throws IOException {
    return new HostileResult(
        id,
        mode,
        HostileScript.read(setting.scripts().resolve(id + ".js")).expectation(),
        outcome,
        columns.get(0),
        columns.get(1),
        Long.parseLong(columns.get(2)),
        Long.parseLong(columns.get(3)),
        Long.parseLong(columns.get(4)),
        columns.get(5),
        "");
  }

  private HostileJvm jvm() throws IOException, InterruptedException {
    if (jvm != null) {
      return jvm;
    }
    HostileJvm started = HostileJvm.start(setting, mode);
    jvm = started;
    started.awaitReady();
    return started;
  }

  private int endJvm() throws InterruptedException {
    HostileJvm ending = jvm;
    jvm = null;
    return ending == null ? 0 : ending.end();
  }

  /** Runs what the command line says; exits with 1 if something is open. */
  public static void main(String[] arguments) throws Exception {
    HostileCommand command = HostileCommand.parse(arguments);
    List<HostileResult> results = new ArrayList<>();
    PrintStream console = System.out;
    for (String mode : command.modes()) {
      run(
          command.setting(),
          mode,
          command.ids(),
          result -> {
            console.println(result);
            results.add(result);
            writeUnchecked(command, results);
          });
    }
    HostileTable.summary(results).forEach(console::println);
    if (command.open() != null) {
      Path open = command.open();
      KnownOpen before = Files.exists(open) ? KnownOpen.read(open) : KnownOpen.none();
      Files.write(open, before.updated(results));
    }
    boolean failed =
        results.stream().anyMatch(result -> result.verdict() == HostileResult.Verdict.OPEN);
    console.println(String.format(Locale.ROOT, "%d results in %s", results.size(), command.out()));
    System.exit(failed ? 1 : 0);
  }

  /** After each script: somebody may not want to wait for the last. */
  private static void writeUnchecked(HostileCommand command, List<HostileResult> results) {
    try {
      HostileTable.write(command.out(), command.setting(), results);
    } catch (IOException unwritable) {
      throw new UncheckedIOException(unwritable);
    }
  }
}
