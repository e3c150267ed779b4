package dev.tachograph.bench.paired;

import dev.tachograph.bench.ChildJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link Child}.
 *
 * @param counted what a run of each program counted
 * @param samples what was measured
 */
record Fork(List<Counted> counted, List<Sample> samples) {
  /**
   * Compilation and collection run in the foreground or beside, so that neither is measured by
   * chance; the heap does not change its size.
   */
  private static final List<String> JVM_OPTIONS =
      List.of(
          "-Xbatch",
          "-XX:+UseSerialGC",
          "-Xms1g",
          "-Xmx1g",
          "-Xmn512m",
          "-Xss8m",
          "-XX:ReservedCodeCacheSize=256m");

  /**
   * What a fork is told.
   *
   * @param variant what takes turns with plain Rhino
   * @param rounds the measured rounds of each program
   * @param sampleMillis how much CPU time a sample should take
   * @param agent the agent's jar, or {@code null} for the one inside the benchmark's
   * @param jvmOptions more options for the JVM
   */
  record Request(
      List<BenchProgram> programs,
      Jdk jdk,
      Mode mode,
      Variant variant,
      int rounds,
      int sampleMillis,
      @Nullable Path agent,
      List<String> jvmOptions) {
    /**
     * For its file.
     *
     * @param number as {@link Fork#run} has it
     */
    String name(int number) {
      return "%s-%s-%s-%d".formatted(jdk.name(), mode.key(), variant.key(), number);
    }

    /** What else must be the same for figures to be of one table; the agent is a build's. */
    List<String> settings() {
      return List.of(
          programs.toString(),
          jdk.toString(),
          Integer.toString(rounds),
          Integer.toString(sampleMillis),
          jvmOptions.toString());
    }

    /** For people. */
    String words() {
      return "%s, %s, %s".formatted(jdk.name(), mode.key(), variant.title());
    }
  }

  /**
   * Runs the JVM to its end.
   *
   * @param number decides the order in which programs and copies take turns
   * @throws IllegalStateException if it fails; the message has what it wrote
   */
  static Fork run(Request request, int number) {
    List<String> options = new ArrayList<>(JVM_OPTIONS);
    options.addAll(request.jvmOptions());
    List<String> arguments = new ArrayList<>();
    arguments.add(
        request.programs().stream().map(BenchProgram::name).collect(Collectors.joining(",")));
    arguments.add(request.mode().name());
    arguments.add(request.variant().name());
    arguments.add(Integer.toString(request.rounds()));
    arguments.add(Integer.toString(request.sampleMillis()));
    arguments.add(Integer.toString(number));
    Path agent = request.agent();
    if (agent != null) {
      arguments.add(agent.toAbsolutePath().toString());
    }
    return parse(new ChildJvm(request.jdk().home()).run(options, Child.class, arguments));
  }

  /** What a child wrote, or {@link #lines}. */
  static Fork parse(List<String> lines) {
    List<Counted> counted = new ArrayList<>();
    List<Sample> samples = new ArrayList<>();
    for (String line : lines) {
      if (line.startsWith(Child.SAMPLE)) {
        samples.add(Sample.parse(line.substring(Child.SAMPLE.length())));
      } else if (line.startsWith(Child.COUNTED)) {
        counted.add(Counted.parse(line.substring(Child.COUNTED.length())));
      }
    }
    return new Fork(counted, samples);
  }

  /** As its child wrote it. */
  List<String> lines() {
    return Stream.concat(
            counted.stream().map(counts -> Child.COUNTED + counts.toLine()),
            samples.stream().map(sample -> Child.SAMPLE + sample.toLine()))
        .toList();
  }
}
