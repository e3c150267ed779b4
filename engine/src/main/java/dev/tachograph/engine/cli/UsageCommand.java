package dev.tachograph.engine.cli;

import dev.tachograph.meter.Json;
import dev.tachograph.meter.journal.JournalAccount;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tachograph usage}: shows what the accounts of a journal used. */
@Command(
    name = "usage",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    description = {
      "Shows what the accounts of a journal used, their limits of the last run, what is left of them, "
          + "and their last evaluations.",
      "",
      "The journal may be in use: what runs, or was killed, is shown as of its last checkpoint."
    })
final class UsageCommand implements Callable<Integer> {
  @Mixin private SelectedAccounts accounts = new SelectedAccounts();

  @Option(
      names = "--json",
      description =
          "Write one JSON object: accounts (id, every count, limits, remaining, statistics), history.")
  private boolean json;

  private final PrintStream out;

  private UsageCommand(PrintStream out) {
    this.out = out;
  }

  static CommandLine create(PrintStream out) {
    return new CommandLine(new UsageCommand(out));
  }

  @Override
  public Integer call() {
    List<JournalAccount> known = accounts.read();
    out.println(json ? Json.write(LedgerPrinter.toMap(known)) : LedgerPrinter.words(known));
    return ExitCode.COMPLETED;
  }
}
