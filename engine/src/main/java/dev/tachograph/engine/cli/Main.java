package dev.tachograph.engine.cli;

import dev.tachograph.meter.journal.JournalException;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/**
 * The command line: {@code java -jar tachograph.jar run FILE.js...}
 *
 * <p>Needs the agent, which the manifest of {@code tachograph.jar} starts before this class.
 */
@Command(
    name = "tachograph",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Meters and limits JavaScript that runs on Mozilla Rhino.",
    synopsisSubcommandLabel = "COMMAND")
public final class Main {
  private Main() {}

  /**
   * Runs a command and exits with its code.
   *
   * @param args the command's name and its arguments
   */
  public static void main(String[] args) {
    PrintStream out = utf8(FileDescriptor.out);
    PrintStream err = utf8(FileDescriptor.err);
    int exitCode = run(out, err, args);
    out.flush();
    err.flush();
    System.exit(exitCode);
  }

  /** Runs a command; returns the exit code. */
  static int run(PrintStream out, PrintStream err, String... args) {
    CommandLine line =
        new CommandLine(new Main())
            .addSubcommand(RunCommand.create(out, err))
            .addSubcommand(ReplCommand.create(out, err))
            .addSubcommand(BenchScriptCommand.create(out, err))
            .addSubcommand(RecommendCommand.create(out))
            .addSubcommand(UsageCommand.create(out))
            .addSubcommand(ResetCommand.create(out))
            .addSubcommand(ConfigCommand.create(out))
            .setOut(writer(out))
            .setErr(writer(err))
            .setExpandAtFiles(false)
            .setParameterExceptionHandler((wrong, given) -> usage(wrong))
            .setExecutionExceptionHandler((failure, command, parsed) -> failed(failure, err));
    if (args.length == 0) {
      line.usage(line.getErr());
      return ExitCode.USAGE;
    }
    return line.execute(args);
  }

  private static int usage(ParameterException wrong) {
    CommandLine command = wrong.getCommandLine();
    command.getErr().println("tachograph: " + wrong.getMessage());
    command
        .getErr()
        .println("Try '" + command.getCommandSpec().qualifiedName() + " --help' for the options.");
    return ExitCode.USAGE;
  }

  private static int failed(Throwable failure, PrintStream err) {
    if (failure instanceof JournalException) {
      err.println("tachograph: " + failure.getMessage());
      return ExitCode.USAGE;
    }
    err.println(
        "tachograph: an error of tachograph itself or of Rhino, not of the scripts. Please report"
            + " it, with the scripts if you may, and with what follows:");
    failure.printStackTrace(err);
    return ExitCode.BUG;
  }

  /** JSON is UTF-8 wherever it goes, and scripts print what the platform's charset may not have. */
  private static PrintStream utf8(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor)), true, StandardCharsets.UTF_8);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }
}
