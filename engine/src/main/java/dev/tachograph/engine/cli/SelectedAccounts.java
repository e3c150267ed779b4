package dev.tachograph.engine.cli;

import dev.tachograph.meter.journal.Journal;
import dev.tachograph.meter.journal.JournalAccount;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --journal DIR [--account NAME]} of commands on a journal that is there. */
final class SelectedAccounts {
  @Option(names = "--journal", paramLabel = "DIR", required = true, description = "The journal.")
  private Path directory = Path.of("");

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description = "Only this account (default: all of them).")
  private @Nullable String name;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  /** What is known of them, without opening the journal: it may be in use. */
  List<JournalAccount> read() {
    return of(Journal.read(directory, JournalOption.OPTIONS));
  }

  /** Opens the journal, in which {@link #of(Journal)} finds them. */
  Journal open() {
    return Journal.open(directory, JournalOption.OPTIONS);
  }

  /** The same accounts of the journal that was opened. */
  List<JournalAccount> of(Journal journal) {
    return of(journal.accounts());
  }

  private List<JournalAccount> of(List<JournalAccount> all) {
    List<JournalAccount> selected =
        name == null ? all : all.stream().filter(account -> account.id().equals(name)).toList();
    if (name != null && selected.isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
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
