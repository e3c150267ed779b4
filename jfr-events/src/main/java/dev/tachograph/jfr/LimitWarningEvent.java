package dev.tachograph.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Percentage;
import jdk.jfr.Period;
import org.jspecify.annotations.Nullable;

/** Most of a limit is used. */
@Name("tachograph.LimitWarning")
@Label("Limit Warning")
@Description("80% of a limit were found to be used; once, until less than 70% are")
@Category({"Tachograph", "Limit"})
@Period("1 s")
final class LimitWarningEvent extends MeterEvent {
  @Label("Evaluation Id")
  @Description("The evaluation that the limit bounds; 0 if it bounds a total")
  @EvaluationId
  long evaluationId;

  @Label("Account")
  @Description("The account of the evaluation, or the one whose total is bounded")
  @AccountId
  @Nullable String account;

  @Label("Script")
  @Description("Source name of the evaluation's outermost script; absent with totals")
  @Nullable String script;

  @Label("Resource")
  @Description("Key of the resource; limit and used are in its unit")
  @Nullable String resource;

  @Label("Scope")
  @Description("What the limit bounds: evaluation or total")
  @Nullable String scope;

  @Label("Limit Account")
  @Description("The account whose limit it is: that of the evaluation or a parent")
  @Nullable String limitAccount;

  @Label("Limit")
  @Description("The limit in force")
  long limit;

  @Label("Used")
  @Description("What was used, running evaluations included")
  long used;

  @Label("Limit Used")
  @Description("How much of the limit is used")
  @Percentage
  float limitUsed;
}
