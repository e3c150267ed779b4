package dev.tachograph.jfr;

import dev.tachograph.meter.EvaluationRecord;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import org.jspecify.annotations.Nullable;

/** What is said of an evaluation besides what it used. */
@Category({"Tachograph", "Evaluation"})
abstract class EvaluationEvent extends MeterEvent {
  @Label("Evaluation Id")
  @Description("Counts the evaluations of this JVM, from 1")
  @EvaluationId
  long evaluationId;

  @Label("Account")
  @Description("Who pays for the evaluation")
  @AccountId
  @Nullable String account;

  @Label("Script")
  @Description("Source name of the outermost script; absent while it is not known yet")
  @Nullable String script;

  @Label("Sequence")
  @Description("Numbers the events of this type and account, from 1, also those not recorded")
  long sequence;

  final void about(EvaluationRecord evaluation, long meterId, long sequence) {
    this.meterId = meterId;
    this.evaluationId = evaluation.id();
    this.account = evaluation.account();
    this.script = evaluation.script().isEmpty() ? null : evaluation.script();
    this.sequence = sequence;
  }
}
