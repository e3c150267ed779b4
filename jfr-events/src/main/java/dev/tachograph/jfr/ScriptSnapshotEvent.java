package dev.tachograph.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.SettingDefinition;
import org.jspecify.annotations.Nullable;

/** All that a script used in an account, so that events of it may be lost. */
@Name("tachograph.ScriptSnapshot")
@Label("Script Snapshot")
@Description("What a script used in an account since the first recording; without what runs")
@Category({"Tachograph", "Account"})
@Period("5 s")
final class ScriptSnapshotEvent extends UsageEvent {
  @Label("Account")
  @Description("Who pays for the script")
  @AccountId
  @Nullable String account;

  @Label("Script")
  @Description("Source name of the outermost script; (other) for those beyond 10,000 names")
  @Nullable String script;

  @Label("Ends")
  @Description("The script sequence of the last Evaluation End")
  @Count("events")
  long ends;

  @SettingDefinition
  @Name("accounts")
  @Label("Accounts")
  boolean accounts(AccountFilter filter) {
    return filter.accepts(account);
  }
}
