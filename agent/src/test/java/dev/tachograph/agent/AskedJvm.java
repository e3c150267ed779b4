package dev.tachograph.agent;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** A process that runs {@link AskedHost}, or another program that answers line by line. */
final class AskedJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;
  private final PrintWriter in;

  private AskedJvm(ForkedJvm jvm, Class<?> host, Path directory) throws IOException {
    process = jvm.withMain(host).start(Files.createTempFile(directory, "err", ".txt"));
    out = process.inputReader();
    in = new PrintWriter(process.outputWriter(), true);
    if (!"ready".equals(out.readLine())) {
      throw new AssertionError("the process did not start");
    }
  }

  /** Starts it, and waits until it has. */
  static AskedJvm start(ForkedJvm jvm, Path directory) throws IOException {
    return start(jvm, AskedHost.class, directory);
  }

  /** The same with another program. */
  static AskedJvm start(ForkedJvm jvm, Class<?> host, Path directory) throws IOException {
    return new AskedJvm(jvm, host, directory);
  }

  String pid() {
    return Long.toString(process.pid());
  }

  /** Evaluates a script; without an equals sign, it repeats what it hears. */
  String ask(String line) throws IOException {
    in.println(line);
    return out.readLine();
  }

  /** Ends it, as a program ends. */
  void end() throws InterruptedException {
    in.close();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
