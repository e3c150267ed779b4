package dev.tachograph.bench.corpus;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What became of an attack on a sandbox, and of the others in the same JVM.
 *
 * @param id category and name
 * @param setting one of {@link SandboxHostileChild#SETTINGS}
 * @param expectation what an ideal sandbox does with it
 * @param parts how it ended, for each tenant
 * @param millis how long the host waited for all of them
 * @param cpuMillis CPU time of the thread
 * @param allocatedBytes what the JVM says that the thread allocated
 * @param innocentMicros what the slowest of the innocent scripts took afterwards
 * @param faults what the attack achieved as the child sees it, or the empty string
 */
record SandboxHostileResult(
    String id,
    String setting,
    String expectation,
    List<Part> parts,
    long millis,
    long cpuMillis,
    long allocatedBytes,
    long innocentMicros,
    String faults) {
  /** Attacks through Java, Rhino's own globals or E4X fail before there is anything to limit. */
  private static final Pattern ABSENT =
      Pattern.compile(
          "\"(java|Packages|JavaAdapter|JavaImporter|Script|Continuation|host|xml|XML|With|Call)\\w*\""
              + "|Cannot find function (run|call)\\b|code from strings");

  private static final long TOLERANCE = HostileResult.TOLERANCE;

  private static final Pattern REFUSAL = Pattern.compile("\\b\\w*Error: ");

  /**
   * A tenant's part.
   *
   * @param ending in a word or two: {@code limit}, {@code completed}, {@code failed} with its kind
   * @param resource whose limit it was, or the empty string
   */
  record Part(String ending, String resource, String text) {}

  /** How full the JVM was after so many evaluations. */
  record Level(int evaluations, long heapBytes, int classes, int threads, long millis) {
    private static final int COLLECTIONS = 6;

    /** The least of some collections: scopes are built ahead, and classes go late. */
    static Level measure(int evaluations, Instant begin) throws InterruptedException {
      long millis = Duration.between(begin, Instant.now()).toMillis();
      long heap = Long.MAX_VALUE;
      int classes = Integer.MAX_VALUE;
      for (int i = 0; i < COLLECTIONS; i++) {
        System.gc();
        heap = Math.min(heap, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        classes =
            Math.min(classes, ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
        Thread.sleep(100);
      }
      return new Level(evaluations, heap, classes, Thread.activeCount(), millis);
    }

    static Level of(String line) {
      String[] columns = line.split("\t", -1);
      return new Level(
          Integer.parseInt(columns[1]),
          Long.parseLong(columns[2]),
          Integer.parseInt(columns[3]),
          Integer.parseInt(columns[4]),
          Long.parseLong(columns[5]));
    }

    String toLine() {
      return "LEVEL\t%d\t%d\t%d\t%d\t%d"
          .formatted(evaluations, heapBytes, classes, threads, millis);
    }
  }

  /** What an attack came to. */
  enum Verdict {
    /** A limit ended it. */
    LIMIT,
    /** It failed with an ordinary error. */
    FAILED,
    /** It ended by itself, and achieved nothing. */
    HARMLESS,
    /** It got away with something. */
    OPEN
  }

  Verdict verdict() {
    if (!fault().isEmpty()) {
      return Verdict.OPEN;
    }
    if (parts.stream().anyMatch(part -> part.ending().equals("limit"))) {
      return Verdict.LIMIT;
    }
    return parts.stream().anyMatch(part -> part.ending().startsWith("failed"))
        ? Verdict.FAILED
        : Verdict.HARMLESS;
  }

  /** What is wrong; the empty string if the sandbox held. */
  String fault() {
    List<String> wrong = new ArrayList<>();
    if (!faults.isEmpty()) {
      wrong.add(faults);
    }
    boolean limited = parts.stream().anyMatch(part -> part.ending().equals("limit"));
    if (limited) {
      if (expectation.startsWith("harmless")) {
        wrong.add("a limit ended what is harmless");
      }
      return String.join("; ", wrong);
    }
    if (isOverrun()) {
      wrong.add("%d ms, %d MB, and no limit".formatted(cpuMillis, allocatedBytes >> 20));
    }
    Part first = parts.get(0);
    boolean refused = first.ending().startsWith("failed") || REFUSAL.matcher(first.text()).find();
    boolean absent = refused && ABSENT.matcher(first.text()).find();
    if (expectation.contains("must not be") && expectation.startsWith("limit") && !absent) {
      wrong.add("no limit ended it");
    }
    if (expectation.startsWith("limit: stack") && !refused) {
      wrong.add("it ended by itself, and nobody knows how deep it was");
    }
    return String.join("; ", wrong);
  }

  private boolean isOverrun() {
    return cpuMillis > TOLERANCE * parts.size() * HostileResult.CPU_MILLIS
        || allocatedBytes > TOLERANCE * parts.size() * HostileResult.ALLOCATED_BYTES;
  }

  String category() {
    return id.substring(0, id.lastIndexOf('/'));
  }

  /** Whether code from strings was allowed. */
  String yesOrNo() {
    return setting.equals(SandboxHostileChild.SETTINGS.get(0)) ? "yes" : "no";
  }

  String ending() {
    return parts.stream()
        .map(part -> (part.ending() + " " + part.resource()).trim())
        .collect(Collectors.joining(", "));
  }

  String text() {
    return parts.stream().map(Part::text).collect(Collectors.joining(" | "));
  }

  static SandboxHostileResult of(String line) {
    String[] columns = line.split("\t", -1);
    List<Part> parts = new ArrayList<>();
    for (int i = 9; i < columns.length; i += 3) {
      parts.add(new Part(columns[i], columns[i + 1], columns[i + 2]));
    }
    List<Long> numbers = Arrays.stream(columns, 4, 8).map(Long::valueOf).toList();
    return new SandboxHostileResult(
        columns[1],
        columns[2],
        columns[3],
        parts,
        numbers.get(0),
        numbers.get(1),
        numbers.get(2),
        numbers.get(3),
        columns[8]);
  }

  String toLine() {
    StringBuilder line = new StringBuilder("RESULT");
    for (Object column :
        List.of(
            id, setting, expectation, millis, cpuMillis, allocatedBytes, innocentMicros, faults)) {
      line.append('\t').append(String.valueOf(column).replaceAll("\\p{Cntrl}+", " "));
    }
    parts.forEach(
        part ->
            line.append('\t')
                .append(part.ending())
                .append('\t')
                .append(part.resource())
                .append('\t')
                .append(part.text()));
    return line.toString();
  }

  static String tableHead() {
    return """
        | script | code from strings | expected | ended | verdict | ms | CPU ms | JVM-allocated MB | slowest innocent ms | text |
        |---|---|---|---|---|---:|---:|---:|---:|---|""";
  }

  String tableRow() {
    String fault = fault();
    return "| %s | %s | %s | %s | %s | %d | %d | %d | %.1f | %s |"
        .formatted(
            id,
            yesOrNo(),
            cell(expectation),
            ending(),
            fault.isEmpty() ? verdict().name().toLowerCase(Locale.ROOT) : cell("open: " + fault),
            millis,
            cpuMillis,
            allocatedBytes >> 20,
            innocentMicros / 1e3,
            cell(text()));
  }

  private static String cell(String text) {
    return text.replace('|', '/').replace("<", "&lt;");
  }

  @Override
  public String toString() {
    return "%s (%s): %s; expected %s; ended %s; %s"
        .formatted(id, setting, fault(), expectation, ending(), text());
  }
}
