package dev.tachograph.bench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tachograph.engine.SandboxEngine;
import dev.tachograph.meter.Metering;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.mozilla.javascript.Context;
import org.slf4j.Logger;
import org.slf4j.simple.SimpleLogger;

/**
 * Every attack of the corpus fails in a sandbox, in one JVM with one engine, and leaves nothing
 * behind: innocent scripts of other tenants work, and neither heap nor classes grow.
 */
class SandboxHostileIT {
  private static final Duration LOOK = Duration.ofMillis(100);

  /** Categories that attack the sandbox and not the meter. */
  private static final List<String> SANDBOX = List.of("host", "tenant", "poison", "sandbox");

  private static final int SLICES = 6;
  private static final int SMALL_SCRIPTS = Checkout.isFull() ? 10_000 : 4_000;
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Duration START = Duration.ofSeconds(60);

  /** What the JVM itself may need more after thousands of evaluations than after half of them. */
  private static final long HEAP_TOLERANCE = 2 << 20;

  private static final int CLASS_TOLERANCE = 100;

  @Test
  void attacksFailAndLeaveNothingBehind() throws Exception {
    List<String> attacks = attacks();
    Path folder = Checkout.target("sandbox-hostile");
    Path list = Files.write(folder.resolve("attacks.txt"), attacks);
    Path report = folder.resolve("report.tsv");
    Files.deleteIfExists(report);

    Child.Result process = await(Child.start(folder, "child", command(report, list)), report);

    List<SandboxHostileResult> results = new ArrayList<>();
    List<SandboxHostileResult.Level> levels = new ArrayList<>();
    List<String> lines = Files.readAllLines(report);
    for (String line : lines) {
      if (line.startsWith("RESULT\t")) {
        results.add(SandboxHostileResult.of(line));
      } else if (line.startsWith("LEVEL\t")) {
        levels.add(SandboxHostileResult.Level.of(line));
      }
    }
    write(results, levels);
    assertThat(lines).as(process.toString()).last().isEqualTo("DONE");
    assertThat(process.exit()).as(process.toString()).isZero();
    assertThat(results)
        .extracting(result -> result.id() + "\t" + result.setting())
        .isEqualTo(attacks);
    SoftAssertions soft = new SoftAssertions();
    for (SandboxHostileResult result : results) {
      soft.assertThat(result.fault()).as(result.toString()).isEmpty();
    }
    assertFlat(soft, levels);
    soft.assertAll();
  }

  /** With everything, all scripts, and those that attack the sandbox in both settings. */
  private static List<String> attacks() throws IOException {
    Path scripts = Checkout.corpus("hostile");
    List<String> metering = HostileScript.ids(scripts, HostileRunner.CATEGORIES);
    List<String> sandbox = HostileScript.ids(scripts, SANDBOX);
    assertThat(metering.size() + sandbox.stream().filter(id -> !id.startsWith("sandbox/")).count())
        .isEqualTo(345);
    List<String> attacks = new ArrayList<>();
    for (String id : metering) {
      if (Checkout.isFull() || Math.floorMod(id.hashCode(), SLICES) == 0) {
        attacks.add(id + "\t" + SandboxHostileChild.SETTINGS.get(0));
      }
    }
    for (String setting : SandboxHostileChild.SETTINGS) {
      boolean strings = setting.equals(SandboxHostileChild.SETTINGS.get(0));
      for (String id : sandbox) {
        // Most of our own have nothing to do with code from strings, and take their second.
        boolean once = id.startsWith("sandbox/") && !id.startsWith("sandbox/code-");
        if (Checkout.isFull() || !strings || !once) {
          attacks.add(id + "\t" + setting);
        }
      }
    }
    return attacks;
  }

  private static List<String> command(Path report, Path attacks) {
    // No limit of the agent's: the sandboxes' own are what is tested. Metaspace is bounded for the
    // sake of the machine; the locale is what the innocent scripts must not depend on.
    List<String> command =
        Child.javaWithAgent(
            "",
            "-Xmx512m",
            "-Xss1m",
            "-XX:MaxMetaspaceSize=256m",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-Duser.language=de",
            "-Duser.timezone=UTC");
    command.add("-cp");
    command.add(
        Child.classPathOf(
            SandboxHostileChild.class,
            HostileScript.class,
            SandboxEngine.class,
            Metering.class,
            Caffeine.class,
            Context.class,
            Logger.class,
            SimpleLogger.class));
    command.add(SandboxHostileChild.class.getName());
    command.addAll(List.of(report.toString(), Checkout.corpus("hostile").toString()));
    command.addAll(List.of(attacks.toString(), Integer.toString(SMALL_SCRIPTS)));
    return command;
  }

  /** Ends it when an attack takes longer than its deadline, and says which. */
  private static Child.Result await(Child child, Path report) throws Exception {
    long size = -1;
    long since = System.nanoTime();
    while (!child.endsWithin(LOOK)) {
      long grown = Files.exists(report) ? Files.size(report) : 0;
      if (grown != size && !last(report).startsWith("STUCK")) {
        size = grown;
        since = System.nanoTime();
      }
      Duration patience = size == 0 ? START : last(report).contains("small") ? START : DEADLINE;
      if (System.nanoTime() - since > patience.toNanos()) {
        child.end();
        throw new AssertionError(
            "hangs: %s\n%s".formatted(last(report), child.await(Duration.ofSeconds(10))));
      }
    }
    return child.await(Duration.ofSeconds(10));
  }

  private static String last(Path report) throws IOException {
    List<String> lines = Files.exists(report) ? Files.readAllLines(report) : List.of();
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
  }

  private static void assertFlat(SoftAssertions soft, List<SandboxHostileResult.Level> levels) {
    soft.assertThat(levels)
        .extracting(SandboxHostileResult.Level::evaluations)
        .contains(SMALL_SCRIPTS / 2, SMALL_SCRIPTS);
    SandboxHostileResult.Level end = levels.get(levels.size() - 1);
    SandboxHostileResult.Level half = levels.get(levels.size() / 2 - 1);
    soft.assertThat(end.heapBytes() - half.heapBytes()).as("heap").isLessThan(HEAP_TOLERANCE);
    soft.assertThat(end.classes() - half.classes()).as("classes").isLessThan(CLASS_TOLERANCE);
    soft.assertThat(end.threads()).as("threads").isLessThanOrEqualTo(half.threads());
  }

  private static void write(
      List<SandboxHostileResult> results, List<SandboxHostileResult.Level> levels)
      throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# Hostile scripts in sandboxes: results");
    lines.add("");
    lines.addAll(summary(results));
    lines.add("");
    lines.add("| small scripts | heap KB | classes | threads | ms |");
    lines.add("|---:|---:|---:|---:|---:|");
    levels.forEach(
        level ->
            lines.add(
                "| %d | %d | %d | %d | %d |"
                    .formatted(
                        level.evaluations(),
                        level.heapBytes() >> 10,
                        level.classes(),
                        level.threads(),
                        level.millis())));
    lines.add("");
    lines.add(SandboxHostileResult.tableHead());
    results.forEach(result -> lines.add(result.tableRow()));
    Files.write(Checkout.target(".").resolve("sandbox-hostile-results.md"), lines);
  }

  private static List<String> summary(List<SandboxHostileResult> results) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "| category | code from strings | runs | limit | failed | harmless | open | slowest innocent"
            + " ms | innocents over 100 ms |");
    lines.add("|---|---|---:|---:|---:|---:|---:|---:|---:|");
    results.stream()
        .collect(
            Collectors.groupingBy(
                result -> result.category() + " | " + result.yesOrNo(),
                TreeMap::new,
                Collectors.toList()))
        .forEach((group, members) -> lines.add(summary(group, members)));
    lines.add(summary("all | ", results));
    return lines;
  }

  private static String summary(String group, List<SandboxHostileResult> results) {
    Map<SandboxHostileResult.Verdict, Integer> count =
        new EnumMap<>(SandboxHostileResult.Verdict.class);
    results.forEach(result -> count.merge(result.verdict(), 1, Integer::sum));
    return "| %s | %d | %d | %d | %d | %d | %.1f | %d |"
        .formatted(
            group,
            results.size(),
            count.getOrDefault(SandboxHostileResult.Verdict.LIMIT, 0),
            count.getOrDefault(SandboxHostileResult.Verdict.FAILED, 0),
            count.getOrDefault(SandboxHostileResult.Verdict.HARMLESS, 0),
            count.getOrDefault(SandboxHostileResult.Verdict.OPEN, 0),
            results.stream().mapToLong(SandboxHostileResult::innocentMicros).max().orElse(0) / 1e3,
            results.stream().filter(result -> result.innocentMicros() > 100_000).count());
  }
}
