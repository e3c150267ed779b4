package dev.tachograph.engine.cli;

import dev.tachograph.meter.EvaluationListener;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.history.Records;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of records, one line of JSON each. Each is written whole, as soon as its evaluation has
 * ended, so that several runs may append to one file.
 */
final class HistoryFile implements EvaluationListener {
  private final String name;
  private final String account;
  private final OutputStream out;
  private @Nullable IOException failure;

  private HistoryFile(String name, String account, OutputStream out) {
    this.name = name;
    this.account = account;
    this.out = out;
  }

  /**
   * Appends the evaluations of an account that end from now on.
   *
   * @throws IOException if that is impossible; the message says why, and is for the user
   */
  static HistoryFile open(String name, String account) throws IOException {
    HistoryFile file;
    try {
      file =
          new HistoryFile(
              name,
              account,
              Files.newOutputStream(
                  Path.of(name), StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    } catch (IOException | InvalidPathException impossible) {
      throw new IOException("cannot be written: " + name + " (" + impossible + ")", impossible);
    }
    if (Metering.isActive()) {
      Metering.tracker(account).listen(file);
    }
    return file;
  }

  @Override
  public synchronized void ended(EvaluationRecord evaluation) {
    if (!evaluation.account().equals(account)) {
      return;
    }
    StringBuilder line = new StringBuilder();
    try {
      Records.writeJsonLines(List.of(evaluation), line);
      out.write(line.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException unwritten) {
      failure = failure == null ? unwritten : failure;
    }
  }

  /** Ends the file; returns the exit code, which tells of a record that is not in it. */
  synchronized int close(int exitCode, PrintStream err) {
    try {
      out.close();
    } catch (IOException unwritten) {
      failure = failure == null ? unwritten : failure;
    }
    if (failure == null) {
      return exitCode;
    }
    err.println("tachograph: cannot be written: %s (%s)".formatted(name, failure));
    return exitCode == ExitCode.COMPLETED ? ExitCode.BUG : exitCode;
  }

  /**
   * Reads such a file.
   *
   * @throws IOException if that is impossible; the message says why, and is for the user
   */
  static List<EvaluationRecord> read(String name) throws IOException {
    Path path = SourceFile.existing(name);
    try (BufferedReader in = Files.newBufferedReader(path)) {
      return Records.readJsonLines(in);
    } catch (CharacterCodingException notText) {
      throw new IOException("not in UTF-8, as records have to be: " + name, notText);
    } catch (IOException unreadable) {
      throw new IOException("cannot be read: " + name + " (" + unreadable + ")", unreadable);
    } catch (IllegalArgumentException wrong) {
      throw new IOException(name + ", " + wrong.getMessage(), wrong);
    }
  }
}
