package dev.tachograph.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Percentage;
import jdk.jfr.Period;
import jdk.jfr.SettingDefinition;
import jdk.jfr.Timestamp;
import org.jspecify.annotations.Nullable;

/** An evaluation that runs now. */
@Name("tachograph.LiveSample")
@Label("Live Sample")
@Description("An evaluation that was running, and what it had used by then")
@Category({"Tachograph", "Evaluation"})
@Period("1 s")
final class LiveSampleEvent extends UsageEvent {
  @Label("Evaluation Id")
  @Description("Counts the evaluations of this JVM, from 1")
  @EvaluationId
  long evaluationId;

  @Label("Account")
  @Description("Who pays for the evaluation")
  @AccountId
  @Nullable String account;

  @Label("Account Ends")
  @Description("The account's evaluations that had ended by then; this one will be a later one")
  long accountEnds;

  @Label("Script")
  @Description("Source name of the outermost script; absent while it is not known yet")
  @Nullable String script;

  @Label("Script Thread")
  @Description("Name of the thread that runs it")
  @Nullable String scriptThread;

  @Label("Opened")
  @Description("When the evaluation was opened")
  @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
  long opened;

  @Label("Nearest Limit")
  @Description("The limit of this evaluation of which most is used; absent if it has none")
  @Nullable String nearestLimit;

  @Label("Nearest Limit Used")
  @Description("How much of that limit is used")
  @Percentage
  float nearestLimitUsed;

  @SettingDefinition
  @Name("accounts")
  @Label("Accounts")
  boolean accounts(AccountFilter filter) {
    return filter.accepts(account);
  }
}
