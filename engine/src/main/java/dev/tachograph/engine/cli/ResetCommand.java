package dev.tachograph.engine.cli;

import dev.tachograph.meter.journal.Journal;
import dev.tachograph.meter.journal.JournalAccount;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code tachograph reset}: lets the accounts of a journal start from nothing. */
@Command(
    name = "reset",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description =
        "Clears what the accounts of a journal used, and their history. Waits for a run on it to end.")
final class ResetCommand implements Callable<Integer> {
  @Option(names = "--journal", paramLabel = "DIR", required = true, description = "The journal.")
  private Path directory = Path.of("");

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description = "Only this account (default: all of them).")
  private @Nullable String account;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final PrintStream out;

  private ResetCommand(PrintStream out) {
    this.out = out;
  }

  static CommandLine create(PrintStream out) {
    return new CommandLine(new ResetCommand(out));
  }

  /** A wrong name changes nothing, and a missing journal is not made. */
  @Override
  public Integer call() {
    UsageCommand.select(Journal.read(directory, JournalOption.OPTIONS), account, directory, spec);
    try (Journal journal = Journal.open(directory, JournalOption.OPTIONS)) {
      List<JournalAccount> accounts =
          UsageCommand.select(journal.accounts(), account, directory, spec);
      for (JournalAccount cleared : accounts) {
        journal.reset(cleared.id());
        out.println("reset account " + cleared.id() + ": it had used " + cleared.usage());
      }
    }
    return ExitCode.COMPLETED;
  }
}
