package dev.tachograph.bench.corpus;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A child process with a time limit; what it prints goes to files beside its working files. */
final class Child {
  /**
   * Tests count, they do not measure: the quick compiler and the small collector save most of the
   * time of a short JVM.
   */
  static final List<String> QUICK = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private static final int SHOWN = 4_000;

  private final List<String> command;
  private final Process process;
  private final Path out;
  private final Path err;

  private Child(List<String> command, Process process, Path out, Path err) {
    this.command = command;
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** What a process left behind. */
  record Result(int exit, String out, String err) {
    @Override
    public String toString() {
      return "exit " + exit + "\nstdout: " + end(out) + "\nstderr: " + end(err);
    }
  }

  /**
   * Starts a process.
   *
   * @param name of the files in the directory that take its output
   */
  static Child start(Path directory, String name, List<String> command) throws IOException {
    return start(directory, name, builder(directory, command));
  }

  /** A process in this working directory, without variables that add options to JVMs. */
  static ProcessBuilder builder(Path directory, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    return builder;
  }

  /** Starts a process with a working directory and variables of its own. */
  static Child start(Path directory, String name, ProcessBuilder builder) throws IOException {
    Path out = directory.resolve(name + ".out");
    Path err = directory.resolve(name + ".err");
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    Process process = builder.start();
    process.getOutputStream().close();
    return new Child(builder.command(), process, out, err);
  }

  /** The command line of a JVM with our agent; the class or {@code -jar} comes behind it. */
  static List<String> javaWithAgent(String options, String... flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(QUICK);
    command.addAll(List.of(flags));
    command.add("-javaagent:" + Checkout.agent() + "=" + options);
    return command;
  }

  /** The class path of a host program of this module: its class, and Rhino. */
  static String classPathOf(Class<?>... classes) {
    List<String> entries = new ArrayList<>();
    for (Class<?> type : classes) {
      try {
        entries.add(
            Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString());
      } catch (URISyntaxException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
    return String.join(File.pathSeparator, entries);
  }

  /** Waits for the end; a process that takes longer is killed, and the test fails. */
  Result await(Duration limit) throws InterruptedException {
    boolean ended = process.waitFor(limit.toSeconds(), TimeUnit.SECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    Result result = new Result(ended ? process.exitValue() : -1, read(out), read(err));
    if (!ended) {
      throw new AssertionError("still running after " + limit + ": " + command + "\n" + result);
    }
    return result;
  }

  /** Whether it ends in this time. */
  boolean endsWithin(Duration time) throws InterruptedException {
    return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Kills it. */
  void end() {
    process.destroyForcibly();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String end(String text) {
    return text.length() <= SHOWN ? text : "..." + text.substring(text.length() - SHOWN);
  }
}
