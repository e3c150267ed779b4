package dev.tachograph.engine.cli;

import dev.tachograph.meter.Json;
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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
  @Option(names = "--journal", paramLabel = "DIR", required = true, description = "The journal.")
  private Path directory = Path.of("");

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description = "Only this account (default: all of them).")
  private @Nullable String account;

  @Option(
      names = "--json",
      description =
          "Write one JSON object: accounts (id, every count, limits, remaining, statistics), history.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final PrintStream out;

  private UsageCommand(PrintStream out) {
    this.out = out;
  }

  static CommandLine create(PrintStream out) {
    return new CommandLine(new UsageCommand(out));
  }

  @Override
  public Integer call() {
    List<JournalAccount> accounts =
        select(Journal.read(directory, JournalOption.OPTIONS), account, directory, spec);
    out.println(json ? Json.write(LedgerPrinter.toMap(accounts)) : LedgerPrinter.words(accounts));
    return ExitCode.COMPLETED;
  }

  /** The account of this name, or all of them. */
  static List<JournalAccount> select(
      List<JournalAccount> all, @Nullable String name, Path directory, CommandSpec spec) {
    List<JournalAccount> selected =
        name == null ? all : all.stream().filter(account -> account.id().equals(name)).toList();
    if (name != null && selected.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "the journal in %s knows no account '%s'; it has %s"
              .formatted(
                  directory,
                  name,
                  all.isEmpty()
                      ? "none"
                      : String.join(", ", all.stream().map(JournalAccount::id).toList())));
    }
    return selected;
  }
}
