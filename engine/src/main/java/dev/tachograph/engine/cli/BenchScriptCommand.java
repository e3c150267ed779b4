package dev.tachograph.engine.cli;

import dev.tachograph.engine.ExecutionMode;
import dev.tachograph.engine.ScriptSource;
import dev.tachograph.meter.Json;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.MeteringUnavailableException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code tachograph bench-script}: what a script costs, and which limits it needs. */
@Command(
    name = "bench-script",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    abbreviateSynopsis = true,
    description = {
      "Runs a script many times, each time in a fresh scope, and says what it costs: its counts, "
          + "how long the first run and the later ones take, and limits that leave room.",
      "",
      "What it prints is dropped. A run that fails or is stopped ends the measurement."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:measured",
      "1:the script failed",
      "2:wrong usage: nothing was run",
      "3:a limit was exceeded",
      "4:refused, because the script cannot be metered",
      "70:an error of tachograph itself"
    })
final class BenchScriptCommand implements Callable<Integer> {
  private static final int MOST_RUNS = 1_000_000;
  private static final Duration SHOW_EVERY = Duration.ofSeconds(2);

  @Parameters(paramLabel = "FILE.js", description = "The script.")
  private String name = "";

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "How often to run it: 1 to 1000000 (default: ${DEFAULT-VALUE}).")
  private int runs = 100;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description =
          "How to run it: auto (interpreted at first, then compiled, as a sandbox does), compiled "
              + "or interpreted (default: ${DEFAULT-VALUE}).")
  private Mode mode = Mode.AUTO;

  @Option(names = "--json", description = "Write one JSON object.")
  private boolean json;

  private final PrintStream out;
  private final PrintStream err;
  private final CommandLine line;
  private final LimitOptions limits;
  private long shownAt = System.nanoTime();

  private BenchScriptCommand(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
    line = new CommandLine(this).registerConverter(Mode.class, Mode::parse);
    limits = new LimitOptions(line.getCommandSpec());
  }

  static CommandLine create(PrintStream out, PrintStream err) {
    return new BenchScriptCommand(out, err).line;
  }

  @Override
  public Integer call() throws Exception {
    if (runs < 1 || runs > MOST_RUNS) {
      throw new ParameterException(line, "--runs=%d: 1 to %d are".formatted(runs, MOST_RUNS));
    }
    try {
      SourceFile file = SourceFile.read(name);
      return measure(file, limits.limits());
    } catch (IOException | IllegalArgumentException wrong) {
      throw new ParameterException(line, String.valueOf(wrong.getMessage()), wrong);
    } catch (MeteringUnavailableException unmetered) {
      err.println("tachograph: refused: " + unmetered.getMessage());
      return ExitCode.NOT_METERED;
    }
  }

  private int measure(SourceFile file, Limits allowed) throws Exception {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    ExecutionMode execution = mode.execution(ExecutionMode.ADAPTIVE);
    try (Shell shell = new Shell("bench-script", allowed, execution, true, nowhere, nowhere)) {
      ScriptSource source = new ScriptSource(file.name(), file.text());
      ScriptProfile profile =
          shell.onScriptThread(
              () -> ScriptProfile.measure(shell.sandbox(), source, runs, this::progress));
      out.println(json ? Json.write(profile.toMap()) : profile.words(file.name()));
      return ExitCode.COMPLETED;
    } catch (ScriptProfile.Stopped stopped) {
      RunResult end = RunResult.of(stopped.result(), file.name(), stopped.result().usage());
      err.println(ResultPrinter.words(end, false));
      return end.outcome().exitCode();
    }
  }

  private void progress(int done) {
    if (System.nanoTime() - shownAt > SHOW_EVERY.toNanos()) {
      shownAt = System.nanoTime();
      err.println("tachograph: %d of %d runs".formatted(done, runs));
    }
  }
}
