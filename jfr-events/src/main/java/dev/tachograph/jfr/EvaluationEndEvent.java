package dev.tachograph.jfr;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;
import jdk.jfr.Timestamp;
import org.jspecify.annotations.Nullable;

/** An evaluation from its start to its end, and its account after it. */
@Name("tachograph.EvaluationEnd")
@Label("Evaluation End")
@Description(
    "An evaluation ended or was denied; spans the evaluation if its start was recorded too")
final class EvaluationEndEvent extends EvaluationEvent {
  @Label("Outcome")
  @Description("completed, failed, limit-exceeded or denied")
  @Nullable String outcome;

  @Label("Opened")
  @Description("When the evaluation was opened, whether or not that was recorded")
  @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
  long opened;

  @Label("Wall Time")
  @Description("How long the evaluation was open")
  @Timespan(Timespan.NANOSECONDS)
  long wallTime;

  @Label("Iterations")
  @Description("Back-edges that JavaScript's loops took in this evaluation")
  @Count("iterations")
  long iterations;

  @Label("Function Calls")
  @Description("Entries of script-defined functions in this evaluation")
  @Count("function calls")
  long functionCalls;

  @Label("Account Evaluations")
  @Description("Admitted evaluations of the account that ended, this one included")
  @Count("evaluations")
  long accountEvaluations;

  @Label("Account Iterations")
  @Description("Iterations of all ended evaluations of the account, this one included")
  @Count("iterations")
  long accountIterations;

  @Label("Account Function Calls")
  @Description("Function calls of all ended evaluations of the account, this one included")
  @Count("function calls")
  long accountFunctionCalls;

  void ended(EvaluationRecord evaluation, Usage accountUsage) {
    EvaluationRecord.Outcome how = evaluation.outcome();
    outcome = how == null ? null : how.key();
    opened = evaluation.start().toEpochMilli();
    wallTime = evaluation.duration().toNanos();
    iterations = evaluation.usage().get(Resource.ITERATIONS);
    functionCalls = evaluation.usage().get(Resource.FUNCTION_CALLS);
    accountEvaluations = accountUsage.get(Resource.EVALUATIONS);
    accountIterations = accountUsage.get(Resource.ITERATIONS);
    accountFunctionCalls = accountUsage.get(Resource.FUNCTION_CALLS);
  }
}
