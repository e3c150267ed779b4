package dev.tachograph.bench.corpus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A child process that is read and told while it runs; killed if it takes longer than it may. */
final class HeldProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;
  private final PrintWriter in;
  private final Path outFile;
  private final Path errFile;
  private final StringBuilder printed = new StringBuilder();

  private HeldProcess(Process process, Path outFile, Path errFile) {
    this.process = process;
    this.out = process.inputReader();
    this.in = new PrintWriter(process.outputWriter(), true);
    this.outFile = outFile;
    this.errFile = errFile;
  }

  /**
   * Starts one.
   *
   * @param name of the files in the directory that take its output
   */
  static HeldProcess start(Path directory, String name, ProcessBuilder builder, Duration limit)
      throws IOException {
    Path err = directory.resolve(name + ".err");
    Process process = builder.redirectError(err.toFile()).start();
    CompletableFuture.delayedExecutor(limit.toSeconds(), TimeUnit.SECONDS)
        .execute(process::destroyForcibly);
    return new HeldProcess(process, directory.resolve(name + ".out"), err);
  }

  String pid() {
    return Long.toString(process.pid());
  }

  /** Writes a line into its input. */
  void tell(String line) {
    in.println(line);
  }

  /** Waits until it has printed so many more of these lines. */
  void awaitLines(Pattern wanted, int times) throws IOException, InterruptedException {
    int found = 0;
    while (found < times) {
      String line = out.readLine();
      if (line == null) {
        throw new AssertionError("it ended before it printed " + wanted + ": " + result());
      }
      printed.append(line).append('\n');
      if (wanted.matcher(line).matches()) {
        found++;
      }
    }
  }

  /** Ends its input, and waits for its end. */
  Child.Result end() throws IOException, InterruptedException {
    in.close();
    out.lines().forEach(line -> printed.append(line).append('\n'));
    return result();
  }

  private Child.Result result() throws IOException, InterruptedException {
    int exit = process.waitFor();
    Files.writeString(outFile, printed);
    return new Child.Result(exit, printed.toString(), Files.readString(errFile));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
