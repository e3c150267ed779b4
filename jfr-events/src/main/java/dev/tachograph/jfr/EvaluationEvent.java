package dev.tachograph.jfr;

import dev.tachograph.meter.EvaluationRecord;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** What all events about an evaluation say. */
@Category({"Tachograph", "Evaluation"})
@StackTrace(false)
abstract class EvaluationEvent extends Event {
  @Label("Evaluation Id")
  @Description("Counts the evaluations of this JVM, from 1")
  @EvaluationId
  long evaluationId;

  @Label("Account")
  @Description("Who pays for the evaluation")
  @Nullable String account;

  @Label("Script")
  @Description("Source name of the outermost script; absent while it is not known yet")
  @Nullable String script;

  @Label("Sequence")
  @Description("Numbers the events of this type and account, from 1, also those not recorded")
  long sequence;

  final void about(EvaluationRecord evaluation, long sequence) {
    this.evaluationId = evaluation.id();
    this.account = evaluation.account();
    this.script = evaluation.script().isEmpty() ? null : evaluation.script();
    this.sequence = sequence;
  }
}
