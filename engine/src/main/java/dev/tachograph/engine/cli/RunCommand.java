package dev.tachograph.engine.cli;

import dev.tachograph.engine.ExecutionMode;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.MeteringUnavailableException;
import dev.tachograph.meter.Usage;
import dev.tachograph.meter.journal.Journal;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code tachograph run}: runs scripts under limits. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Runs scripts, counts what they use, and stops the one that uses more than it may.",
      "",
      "The files run in order in one scope, each as one evaluation; the first failure ends the run. "
          + "They are read as UTF-8. Scripts see the language, print(...), a console, and no Java."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every file ran to its end",
      "1:a script failed: a syntax error, or it threw",
      "2:wrong usage, or a journal that cannot be used: nothing was run",
      "3:a limit was exceeded",
      "4:refused, because the scripts cannot be metered",
      "5:cancelled by Ctrl-C or a signal",
      "70:an error of tachograph itself, or its record could not be written"
    })
final class RunCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE.js", arity = "1..*", description = "The scripts to run.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "How to run them: compiled (as auto does) or interpreted (default: ${DEFAULT-VALUE}).")
  private Mode mode = Mode.AUTO;

  @Option(
      names = "--json",
      description =
          "Write one JSON object to standard output: outcome, value (of the last file), error, "
              + "breach, usage. What scripts print goes to standard error then.")
  private boolean json;

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description =
          "Append a record of what each file used to FILE, as a line of JSON: what the recommend "
              + "command reads.")
  private @Nullable String history;

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description = "Who pays: a name that breaches and the journal show (default: run).")
  private String account = "run";

  @Option(
      names = "--no-eval",
      description = "Let eval and Function make no code of strings. They are metered otherwise.")
  private boolean withoutEval;

  @Mixin private JournalOption journal = new JournalOption();

  private final PrintStream out;
  private final PrintStream err;
  private final CommandLine line;
  private final LimitOptions limits;

  private RunCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
    line = new CommandLine(this).registerConverter(Mode.class, Mode::parse);
    limits = new LimitOptions(line.getCommandSpec());
  }

  /** The command with all its options; scripts print to {@code out}. */
  static CommandLine create(PrintStream out, PrintStream err) {
    return new RunCommand(out, err).line;
  }

  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    List<SourceFile> files = files();
    Limits allowed = allowed();
    HistoryFile records = history == null ? null : historyFile(history);
    int exitCode;
    try (Journal kept = journal.open()) {
      RunResult result = run(files, allowed, kept);
      out.flush();
      if (json) {
        out.println(ResultPrinter.json(result));
      } else {
        err.println(ResultPrinter.words(result, kept != null));
      }
      exitCode = result.outcome().exitCode();
    }
    return records == null ? exitCode : records.close(exitCode, err);
  }

  private HistoryFile historyFile(String name) {
    try {
      return HistoryFile.open(name, account);
    } catch (IOException wrong) {
      throw new ParameterException(line, String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private RunResult run(List<SourceFile> files, Limits allowed, @Nullable Journal kept)
      throws InterruptedException, ExecutionException {
    try (Shell shell =
        new Shell(
            account,
            allowed,
            mode.execution(ExecutionMode.COMPILED),
            !withoutEval,
            json ? err : out,
            err)) {
      return new ScriptRunner(shell, files, json, err).run(kept);
    } catch (MeteringUnavailableException unmetered) {
      return RunResult.refused(String.valueOf(unmetered.getMessage()), Usage.none());
    }
  }

  /** Reads everything before anything runs: wrong usage has no side effects. */
  private List<SourceFile> files() {
    if (account.isBlank()) {
      throw new ParameterException(line, "--account is empty: an account needs a name");
    }
    try {
      List<SourceFile> files = new ArrayList<>();
      for (String name : names) {
        files.add(SourceFile.read(name));
      }
      return files;
    } catch (IOException wrong) {
      throw new ParameterException(line, String.valueOf(wrong.getMessage()), wrong);
    }
  }

  private Limits allowed() {
    try {
      return limits.limits();
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(line, String.valueOf(wrong.getMessage()), wrong);
    }
  }
}
