package dev.tachograph.engine.cli;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One run of tachograph.jar in a JVM of its own, in a directory of the test. */
record Cli(int exitCode, String out, String err) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** Runs {@code java -jar tachograph.jar args...} with the JDK that runs the tests. */
  static Cli tachograph(Path directory, String... args) throws Exception {
    return tachograph(Jdks.own(), directory, args);
  }

  /** Runs {@code java -jar tachograph.jar args...}. */
  static Cli tachograph(Path java, Path directory, String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of("-jar", jar()));
    command.addAll(List.of(args));
    return java(java, directory, command);
  }

  /** Runs a JVM with these arguments. */
  static Cli java(Path java, Path directory, List<String> args) throws Exception {
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    return ended(start(java, directory, args, out, err), out, err, args);
  }

  private static Cli ended(Process process, Path out, Path err, List<String> args)
      throws Exception {
    if (!process.waitFor(3, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError("does not end: " + args + "\n" + Files.readString(err));
    }
    return of(process, out, err);
  }

  /** Runs {@code java -jar tachograph.jar args...} with something to read. */
  static Cli piped(Path directory, String input, String... args) throws Exception {
    Path in = Files.writeString(Files.createTempFile(directory, "in", ".txt"), input);
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    List<String> command = new ArrayList<>(List.of(Jdks.own().toString(), "-jar", jar()));
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return ended(process, out, err, command);
  }

  /** Starts a JVM without waiting for its end. */
  static Process start(Path java, Path directory, List<String> args, Path out, Path err)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(args);
    return new ProcessBuilder(command)
        .directory(directory.toFile())
        .redirectOutput(out.toFile())
        .redirectError(err.toFile())
        .start();
  }

  /** What an ended JVM said. */
  static Cli of(Process ended, Path out, Path err) throws IOException {
    return new Cli(
        ended.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  static String jar() {
    return System.getProperty("tachograph.jar");
  }

  /** All of standard output as one JSON value. */
  JsonNode json() throws IOException {
    return JSON.readTree(out);
  }
}
