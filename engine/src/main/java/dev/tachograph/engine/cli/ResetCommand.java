package dev.tachograph.engine.cli;

import dev.tachograph.meter.journal.Journal;
import dev.tachograph.meter.journal.JournalAccount;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tachograph reset}: lets the accounts of a journal start from nothing. */
@Command(
    name = "reset",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description =
        "Clears what the accounts of a journal used, and their history. Waits for a run on it to end.")
final class ResetCommand implements Callable<Integer> {
  @Mixin private SelectedAccounts accounts = new SelectedAccounts();

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
    accounts.read();
    try (Journal journal = accounts.open()) {
      for (JournalAccount cleared : accounts.of(journal)) {
        journal.reset(cleared.id());
        out.println("reset account " + cleared.id() + ": it had used " + cleared.usage());
      }
    }
    return ExitCode.COMPLETED;
  }
}
