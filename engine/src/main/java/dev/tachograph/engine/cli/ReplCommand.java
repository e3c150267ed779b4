package dev.tachograph.engine.cli;

import dev.tachograph.engine.ExecutionMode;
import dev.tachograph.engine.ScriptSource;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.MeteringUnavailableException;
import dev.tachograph.meter.journal.Journal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code tachograph repl}: a prompt that shows what each line costs. */
@Command(
    name = "repl",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Reads scripts line by line, runs each under the limits, and shows its value and its cost.",
      "",
      "At a terminal lines can be edited, Tab completes names, and a history is kept; from a pipe "
          + "lines are read as they come. .help shows the commands."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the session was ended",
      "2:wrong usage, or a journal that cannot be used",
      "4:refused, because scripts cannot be metered",
      "70:an error of tachograph itself"
    })
final class ReplCommand implements Callable<Integer> {
  /** Opens the scope, so that the first line does not pay for it, and names can be completed. */
  private static final ScriptSource START = new ScriptSource("start", "");

  @Parameters(paramLabel = "FILE.js", arity = "0..*", description = "Scripts to run first.")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "How to run lines: interpreted (as auto does, for they start soonest so) or compiled "
              + "(default: ${DEFAULT-VALUE}).")
  private Mode mode = Mode.AUTO;

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description = "Who pays (default: ${DEFAULT-VALUE}).")
  private String account = "repl";

  @Option(
      names = "--no-eval",
      description = "Let eval and Function make no code of strings. They are metered otherwise.")
  private boolean withoutEval;

  @Option(
      names = "--history",
      paramLabel = "FILE",
      description =
          "Where lines are kept for the next session (default: .tachograph_history in your home).")
  private @Nullable Path history;

  @Option(names = "--no-history", description = "Keep no lines.")
  private boolean withoutHistory;

  @Mixin private JournalOption journal = new JournalOption();

  private final PrintStream out;
  private final PrintStream err;
  private final CommandLine line;
  private final LimitOptions limits;

  private ReplCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
    line = new CommandLine(this).registerConverter(Mode.class, Mode::parse);
    limits = new LimitOptions(line.getCommandSpec());
  }

  static CommandLine create(PrintStream out, PrintStream err) {
    return new ReplCommand(out, err).line;
  }

  @Override
  public Integer call() throws Exception {
    Limits allowed;
    try {
      allowed = limits.limits();
    } catch (IllegalArgumentException wrong) {
      throw new ParameterException(line, String.valueOf(wrong.getMessage()), wrong);
    }
    try (Journal kept = journal.open();
        Shell shell =
            new Shell(
                account,
                allowed,
                mode.execution(ExecutionMode.INTERPRETED),
                !withoutEval,
                out,
                out)) {
      if (kept != null) {
        kept.attach(shell.sandbox().tracker());
      }
      return shell.onScriptThread(() -> converse(shell));
    } catch (MeteringUnavailableException unmetered) {
      err.println("tachograph: refused: " + unmetered.getMessage());
      return ExitCode.NOT_METERED;
    }
  }

  private int converse(Shell shell) throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
      Prompt prompt = new Prompt(shell, out);
      for (String name : names) {
        prompt.load(name);
      }
      boolean isTyped = !terminal.getType().startsWith(Terminal.TYPE_DUMB);
      shell.session().execute(START);
      if (isTyped) {
        terminal.handle(Terminal.Signal.INT, signal -> shell.sandbox().cancel());
        out.println("Every line shows its cost; .help shows the commands.");
        out.flush();
      }
      prompt.run(isTyped ? typed(terminal, shell) : piped(shell));
      return ExitCode.COMPLETED;
    }
  }

  private Prompt.Lines typed(Terminal terminal, Shell shell) {
    return new TerminalLines(terminal, shell.session(), withoutHistory ? null : historyFile());
  }

  private Path historyFile() {
    return history != null
        ? history
        : Path.of(System.getProperty("user.home"), ".tachograph_history");
  }

  /** What a pipe has is UTF-8, as scripts in files are. */
  private static Prompt.Lines piped(Shell shell) {
    return new PlainLines(
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)),
        shell.session()::isComplete);
  }
}
