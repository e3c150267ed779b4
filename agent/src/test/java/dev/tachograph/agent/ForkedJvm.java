package dev.tachograph.agent;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.mozilla.javascript.Context;

/** A JVM of its own, or another tool of a JDK: runs to its end with its output captured. */
final class ForkedJvm {
  private static final int OLDEST = 17;
  private static final long TIMEOUT_SECONDS = 120;

  private final List<String> command = new ArrayList<>();

  private ForkedJvm(Path jdk, String tool) {
    command.add(jdk.resolve("bin").resolve(tool).toString());
  }

  /** The {@code java} of a JDK. */
  static ForkedJvm java(Path jdk) {
    return tool(jdk, "java");
  }

  /** Another tool of a JDK, for example {@code jfr}. */
  static ForkedJvm tool(Path jdk, String name) {
    return new ForkedJvm(jdk, name);
  }

  /** The JDK that runs the tests, then those beside it that are new enough, one per version. */
  static List<Path> jdks() {
    Path running = Path.of(System.getProperty("java.home")).toAbsolutePath();
    Map<Integer, Path> jdks = new LinkedHashMap<>();
    jdks.put(Runtime.version().feature(), running);
    try (DirectoryStream<Path> beside = Files.newDirectoryStream(running.getParent())) {
      for (Path jdk : beside) {
        int version = version(jdk);
        if (version >= OLDEST && Files.isExecutable(jdk.resolve("bin/javac"))) {
          jdks.putIfAbsent(version, jdk);
        }
      }
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
    return List.copyOf(jdks.values());
  }

  /** The feature version of a JDK, 0 if it is none. */
  static int version(Path jdk) {
    Properties release = new Properties();
    try (var in = Files.newBufferedReader(jdk.resolve("release"))) {
      release.load(in);
    } catch (IOException | IllegalArgumentException noJdk) {
      return 0;
    }
    String version = release.getProperty("JAVA_VERSION", "\"0\"").replace("\"", "");
    return Integer.parseInt(version.replaceAll("[^0-9].*", ""));
  }

  /** Appends arguments. */
  ForkedJvm with(String... arguments) {
    command.addAll(List.of(arguments));
    return this;
  }

  /** Appends the agent that this build packaged, with these options. */
  ForkedJvm withAgent(String options) {
    String jar = System.getProperty("tachograph.agent.jar");
    return with("-javaagent:" + jar + (options.isEmpty() ? "" : "=" + options));
  }

  /** Appends a main class of the tests, with Rhino and the tests alone on the class path. */
  ForkedJvm withMain(Class<?> main, String... arguments) {
    String path = origin(main) + File.pathSeparator + origin(Context.class);
    return with("-cp", path, main.getName()).with(arguments);
  }

  /** The jar or directory that a class is from. */
  static Path origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /**
   * Runs it to its end.
   *
   * @throws AssertionError if that takes too long; with the output so far
   */
  Result run() {
    try {
      Path out = Files.createTempFile("forked-", ".out");
      Path err = Files.createTempFile("forked-", ".err");
      try {
        return run(out, err);
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + command, stopped);
    }
  }

  /**
   * Starts it, for the caller to read what it prints and to end it.
   *
   * @param err where its errors go
   */
  Process start(Path err) throws IOException {
    return builder().redirectError(err.toFile()).start();
  }

  /** Starts it, for the caller to read what it prints with its errors in between, and to end it. */
  Process start() throws IOException {
    return builder().redirectErrorStream(true).start();
  }

  private ProcessBuilder builder() {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    return builder;
  }

  private Result run(Path out, Path err) throws IOException, InterruptedException {
    Process process = builder().redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process.destroyForcibly().waitFor();
      }
      Result result =
          new Result(command, process.exitValue(), Files.readString(out), Files.readString(err));
      if (!ended) {
        throw new AssertionError("still running after " + TIMEOUT_SECONDS + " s: " + result);
      }
      return result;
    } finally {
      process.destroyForcibly();
    }
  }

  /** How a process ended, and what it wrote. */
  record Result(List<String> command, int exitCode, String stdout, String stderr) {
    /** This result, if the process exited with 0. */
    Result succeeded() {
      if (exitCode != 0) {
        throw new AssertionError("exit code " + exitCode + ": " + this);
      }
      return this;
    }

    @Override
    public String toString() {
      return String.join(" ", command)
          + "\n--- exit code "
          + exitCode
          + "\n--- stdout\n"
          + stdout
          + "\n--- stderr\n"
          + stderr;
    }
  }
}
