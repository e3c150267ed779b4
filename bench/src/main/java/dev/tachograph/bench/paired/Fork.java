package dev.tachograph.bench.paired;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
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
      List<String> jvmOptions) {}

  /**
   * Runs the JVM to its end.
   *
   * @param number decides the order in which programs and copies take turns
   * @throws IllegalStateException if it fails; the message has what it wrote
   */
  static Fork run(Request request, int number) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(request.jdk().java().toString());
    command.addAll(JVM_OPTIONS);
    command.addAll(request.jvmOptions());
    command.add("-javaagent:" + benchJar());
    command.addAll(List.of("-cp", benchJar().toString(), Child.class.getName()));
    command.add(
        request.programs().stream().map(BenchProgram::name).collect(Collectors.joining(",")));
    command.add(request.mode().name());
    command.add(request.variant().name());
    command.add(Integer.toString(request.rounds()));
    command.add(Integer.toString(request.sampleMillis()));
    command.add(Integer.toString(number));
    Path agent = request.agent();
    if (agent != null) {
      command.add(agent.toAbsolutePath().toString());
    }
    Path errors = Files.createTempFile("tachograph-bench", ".log");
    try {
      return run(command, errors);
    } finally {
      Files.deleteIfExists(errors);
    }
  }

  private static Fork run(List<String> command, Path errors)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    Fork fork = parse(new String(process.getInputStream().readAllBytes(), UTF_8));
    int status = process.waitFor();
    if (status != 0) {
      throw new IllegalStateException(
          "a JVM of the benchmark ended with status "
              + status
              + ": "
              + String.join(" ", command)
              + "\n"
              + Files.readString(errors));
    }
    return fork;
  }

  /** What a child wrote, or {@link #lines}. */
  static Fork parse(String text) {
    List<Counted> counted = new ArrayList<>();
    List<Sample> samples = new ArrayList<>();
    for (String line : text.lines().toList()) {
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

  static Path benchJar() {
    try {
      Path jar = Path.of(Fork.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (!Files.isRegularFile(jar)) {
        throw new IllegalStateException(
            "the benchmark runs from tachograph-bench.jar only: " + jar);
      }
      return jar;
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
