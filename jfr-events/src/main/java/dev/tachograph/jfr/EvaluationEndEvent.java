package dev.tachograph.jfr;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
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
@Category({"Tachograph", "Evaluation"})
final class EvaluationEndEvent extends UsageEvent {
  @Label("Evaluation Id")
  @Description("Counts the evaluations of this JVM, from 1")
  @EvaluationId
  long evaluationId;

  @Label("Account")
  @Description("Who pays for the evaluation")
  @AccountId
  @Nullable String account;

  @Label("Script")
  @Description("Source name of the outermost script; absent if none was started")
  @Nullable String script;

  @Label("Sequence")
  @Description("Numbers the ends of this account's evaluations, from 1, also those not recorded")
  long sequence;

  @Label("Script Sequence")
  @Description("Numbers the ends of this script in this account, from 1, also those not recorded")
  long scriptSequence;

  @Label("Outcome")
  @Description("completed, failed, limit-exceeded, denied or cancelled")
  @Nullable String outcome;

  @Label("Opened")
  @Description("When the evaluation was opened, whether or not that was recorded")
  @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
  long opened;

  @Label("Account Evaluations")
  @Description("Admitted evaluations of the account that ended, this one included")
  @Count("evaluations")
  long accountEvaluations;

  @Label("Account Iterations")
  @Description("Iterations of the account, this evaluation included")
  @Count("iterations")
  long accountIterations;

  @Label("Account Function Calls")
  @Description("Function calls of the account, this evaluation included")
  @Count("function calls")
  long accountFunctionCalls;

  @Label("Account Allocated Bytes")
  @Description("Allocated bytes of the account, this evaluation included")
  @DataAmount
  long accountAllocatedBytes;

  @Label("Account Native Steps")
  @Description("Native steps of the account, this evaluation included")
  @Count("native steps")
  long accountNativeSteps;

  @Label("Account Source Characters")
  @Description("Source characters of the account, this evaluation included")
  @Count("characters")
  long accountSourceChars;

  @Label("Account Stack Depth")
  @Description("The deepest nesting in the account, this evaluation included")
  @Count("frames")
  long accountStackDepth;

  @Label("Account Stack Bytes")
  @Description("The deepest stack in the account, as estimated")
  @DataAmount
  long accountStackBytes;

  @Label("Account Allocation At Once")
  @Description("The largest single charge in the account")
  @DataAmount
  long accountAllocationAtOnce;

  @Label("Account Fuel")
  @Description("Fuel of the account, this evaluation included")
  @Count("fuel")
  long accountFuel;

  @Label("Account CPU Time")
  @Description("CPU time of the account; absent when some is not known")
  @Timespan(Timespan.NANOSECONDS)
  long accountCpuTime;

  @Label("Account Wall Time")
  @Description("Wall time of the account, this evaluation included")
  @Timespan(Timespan.NANOSECONDS)
  long accountWallTime;

  @Label("Account JVM Allocated Bytes")
  @Description("JVM allocated bytes of the account; -1 when some are not known")
  @DataAmount
  long accountJvmAllocatedBytes;

  @Label("Account Output Bytes")
  @Description("Output bytes of the account, this evaluation included")
  @DataAmount
  long accountOutputBytes;

  @Label("Account Host Calls")
  @Description("Host calls of the account, this evaluation included")
  @Count("calls")
  long accountHostCalls;

  @Label("Account File Bytes")
  @Description("The largest file of the account")
  @DataAmount
  long accountFileBytes;

  @Label("Account Held Bytes")
  @Description("The most that one evaluation of the account held at one time")
  @DataAmount
  long accountHeldBytes;

  @Label("Account Concurrent Operations")
  @Description("The most that one evaluation of the account ran at one time, itself included")
  @Count("operations")
  long accountConcurrentOperations;

  void ended(EvaluationRecord evaluation, long meter, long number, long numberOfScript) {
    meterId = meter;
    evaluationId = evaluation.id();
    account = evaluation.account();
    script = evaluation.script().isEmpty() ? null : evaluation.script();
    sequence = number;
    scriptSequence = numberOfScript;
    EvaluationRecord.Outcome how = evaluation.outcome();
    outcome = how == null ? null : how.key();
    opened = evaluation.start().toEpochMilli();
    used(evaluation.usage());
  }

  void account(Usage usage) {
    accountEvaluations = usage.get(Resource.EVALUATIONS);
    accountIterations = usage.get(Resource.ITERATIONS);
    accountFunctionCalls = usage.get(Resource.FUNCTION_CALLS);
    accountAllocatedBytes = usage.get(Resource.ALLOCATED_BYTES);
    accountNativeSteps = usage.get(Resource.NATIVE_STEPS);
    accountSourceChars = usage.get(Resource.SOURCE_CHARS);
    accountStackDepth = usage.get(Resource.STACK_DEPTH);
    accountStackBytes = usage.get(Resource.STACK_BYTES);
    accountAllocationAtOnce = usage.get(Resource.ALLOCATION_AT_ONCE);
    accountFuel = usage.get(Resource.FUEL);
    accountCpuTime = timespan(usage.get(Resource.CPU_TIME));
    accountWallTime = timespan(usage.get(Resource.WALL_TIME));
    accountJvmAllocatedBytes = usage.get(Resource.JVM_ALLOCATED_BYTES);
    accountOutputBytes = usage.get(Resource.OUTPUT_BYTES);
    accountHostCalls = usage.get(Resource.HOST_CALLS);
    accountFileBytes = usage.get(Resource.FILE_BYTES);
    accountHeldBytes = usage.get(Resource.HELD_BYTES);
    accountConcurrentOperations = usage.get(Resource.CONCURRENT_OPERATIONS);
  }
}
