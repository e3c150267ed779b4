package dev.tachograph.jfr;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
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
final class EvaluationEndEvent extends EvaluationEvent {
  @Label("Outcome")
  @Description("completed, failed, limit-exceeded, denied or cancelled")
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

  @Label("Allocated Bytes")
  @Description("Bytes by the fixed tariff that this evaluation was charged")
  @DataAmount
  long allocatedBytes;

  @Label("Native Steps")
  @Description("Rounds of loops inside Rhino's built-ins, parser and compiler")
  @Count("native steps")
  long nativeSteps;

  @Label("Source Characters")
  @Description("Characters of source that this evaluation parsed")
  @Count("characters")
  long sourceChars;

  @Label("Stack Depth")
  @Description("The deepest nesting of script functions and recursive built-ins")
  @Count("frames")
  long stackDepth;

  @Label("Stack Bytes")
  @Description("The deepest stack of this evaluation, as estimated")
  @DataAmount
  long stackBytes;

  @Label("Allocation At Once")
  @Description("The largest single charge of allocated bytes")
  @DataAmount
  long allocationAtOnce;

  @Label("Fuel")
  @Description("Price of all work that this evaluation did")
  @Count("fuel")
  long fuel;

  @Label("CPU Time")
  @Description("CPU time of the script's thread; absent when the JVM cannot measure it")
  @Timespan(Timespan.NANOSECONDS)
  long cpuTime;

  @Label("JVM Allocated Bytes")
  @Description("What the JVM says that the thread allocated; -1 when it cannot say")
  @DataAmount
  long jvmAllocatedBytes;

  @Label("Output Bytes")
  @Description("Bytes that the host charged this evaluation for writing")
  @DataAmount
  long outputBytes;

  @Label("Host Calls")
  @Description("Operations of the host that it charged this evaluation for")
  @Count("calls")
  long hostCalls;

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

  @Label("Account Allocated Bytes")
  @Description("Allocated bytes of all ended evaluations of the account, this one included")
  @DataAmount
  long accountAllocatedBytes;

  @Label("Account Native Steps")
  @Description("Native steps of all ended evaluations of the account, this one included")
  @Count("native steps")
  long accountNativeSteps;

  @Label("Account Source Characters")
  @Description("Source characters of all ended evaluations of the account, this one included")
  @Count("characters")
  long accountSourceChars;

  @Label("Account Stack Depth")
  @Description("The deepest nesting in all ended evaluations of the account, this one included")
  @Count("frames")
  long accountStackDepth;

  @Label("Account Stack Bytes")
  @Description("The deepest stack in all ended evaluations of the account, as estimated")
  @DataAmount
  long accountStackBytes;

  @Label("Account Allocation At Once")
  @Description("The largest single charge in all ended evaluations of the account")
  @DataAmount
  long accountAllocationAtOnce;

  @Label("Account Fuel")
  @Description("Fuel of all ended evaluations of the account, this one included")
  @Count("fuel")
  long accountFuel;

  @Label("Account CPU Time")
  @Description("CPU time of all ended evaluations of the account; absent when some is not known")
  @Timespan(Timespan.NANOSECONDS)
  long accountCpuTime;

  @Label("Account Wall Time")
  @Description("Wall time of all ended evaluations of the account, this one included")
  @Timespan(Timespan.NANOSECONDS)
  long accountWallTime;

  @Label("Account JVM Allocated Bytes")
  @Description("JVM allocated bytes of all ended evaluations; -1 when some are not known")
  @DataAmount
  long accountJvmAllocatedBytes;

  @Label("Account Output Bytes")
  @Description("Output bytes of all ended evaluations of the account, this one included")
  @DataAmount
  long accountOutputBytes;

  @Label("Account Host Calls")
  @Description("Host calls of all ended evaluations of the account, this one included")
  @Count("calls")
  long accountHostCalls;

  void ended(EvaluationRecord evaluation, Usage accountUsage) {
    EvaluationRecord.Outcome how = evaluation.outcome();
    outcome = how == null ? null : how.key();
    opened = evaluation.start().toEpochMilli();
    wallTime = evaluation.duration().toNanos();
    Usage usage = evaluation.usage();
    iterations = usage.get(Resource.ITERATIONS);
    functionCalls = usage.get(Resource.FUNCTION_CALLS);
    allocatedBytes = usage.get(Resource.ALLOCATED_BYTES);
    nativeSteps = usage.get(Resource.NATIVE_STEPS);
    sourceChars = usage.get(Resource.SOURCE_CHARS);
    stackDepth = usage.get(Resource.STACK_DEPTH);
    stackBytes = usage.get(Resource.STACK_BYTES);
    allocationAtOnce = usage.get(Resource.ALLOCATION_AT_ONCE);
    fuel = usage.get(Resource.FUEL);
    cpuTime = timespan(usage.get(Resource.CPU_TIME));
    jvmAllocatedBytes = usage.get(Resource.JVM_ALLOCATED_BYTES);
    outputBytes = usage.get(Resource.OUTPUT_BYTES);
    hostCalls = usage.get(Resource.HOST_CALLS);
    accountEvaluations = accountUsage.get(Resource.EVALUATIONS);
    accountIterations = accountUsage.get(Resource.ITERATIONS);
    accountFunctionCalls = accountUsage.get(Resource.FUNCTION_CALLS);
    accountAllocatedBytes = accountUsage.get(Resource.ALLOCATED_BYTES);
    accountNativeSteps = accountUsage.get(Resource.NATIVE_STEPS);
    accountSourceChars = accountUsage.get(Resource.SOURCE_CHARS);
    accountStackDepth = accountUsage.get(Resource.STACK_DEPTH);
    accountStackBytes = accountUsage.get(Resource.STACK_BYTES);
    accountAllocationAtOnce = accountUsage.get(Resource.ALLOCATION_AT_ONCE);
    accountFuel = accountUsage.get(Resource.FUEL);
    accountCpuTime = timespan(accountUsage.get(Resource.CPU_TIME));
    accountWallTime = timespan(accountUsage.get(Resource.WALL_TIME));
    accountJvmAllocatedBytes = accountUsage.get(Resource.JVM_ALLOCATED_BYTES);
    accountOutputBytes = accountUsage.get(Resource.OUTPUT_BYTES);
    accountHostCalls = accountUsage.get(Resource.HOST_CALLS);
  }

  /** Tools print {@code N/A} for the time span that Flight Recorder itself uses as absent. */
  private static long timespan(long nanos) {
    return nanos == Usage.UNKNOWN ? Long.MIN_VALUE : nanos;
  }
}
