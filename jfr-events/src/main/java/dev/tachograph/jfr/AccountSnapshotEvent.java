package dev.tachograph.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Percentage;
import jdk.jfr.Period;
import jdk.jfr.SettingDefinition;
import org.jspecify.annotations.Nullable;

/** All that an account was charged with, so that its last event may be lost. */
@Name("tachograph.AccountSnapshot")
@Label("Account Snapshot")
@Description(
    "What an account used since the first recording: ended evaluations, what was compiled, and what"
        + " the host charged; without what runs")
@Category({"Tachograph", "Account"})
@Period("5 s")
final class AccountSnapshotEvent extends UsageEvent {
  @Label("Account")
  @Description("Whose figures these are, without those of accounts below it")
  @AccountId
  @Nullable String account;

  @Label("Parent")
  @Description("The account that pays with it; absent if none does")
  @Nullable String parent;

  @Label("Starts")
  @Description("The sequence of the account's last Evaluation Start")
  @Count("events")
  long starts;

  @Label("Ends")
  @Description("The sequence of the account's last Evaluation End")
  @Count("events")
  long ends;

  @Label("Breaches")
  @Description("The sequence of the account's last Limit Exceeded")
  @Count("events")
  long breaches;

  @Label("Running")
  @Description("Evaluations of the account that were running; their usage is in Live Sample")
  @Count("evaluations")
  long running;

  @Label("Limits")
  @Description("The account's own limits, as options have them; absent if it has none")
  @Nullable String limits;

  @Label("Nearest Limit")
  @Description("The cumulative limit of the account of which most is used; absent if it has none")
  @Nullable String nearestLimit;

  @Label("Nearest Limit Used")
  @Description("How much of that limit is used, running evaluations included")
  @Percentage
  float nearestLimitUsed;

  @SettingDefinition
  @Name("accounts")
  @Label("Accounts")
  boolean accounts(AccountFilter filter) {
    return filter.accepts(account);
  }
}
