package dev.tachograph.jfr;

import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Timespan;

/** A reading of all resources; the event says whose. Every field is named by a resource's key. */
abstract class UsageEvent extends MeterEvent {
  @Label("Evaluations")
  @Description("Evaluations that were admitted")
  @Count("evaluations")
  long evaluations;

  @Label("Iterations")
  @Description("Back-edges that JavaScript's loops took")
  @Count("iterations")
  long iterations;

  @Label("Function Calls")
  @Description("Entries of script-defined functions")
  @Count("function calls")
  long functionCalls;

  @Label("Allocated Bytes")
  @Description("Bytes by the fixed tariff")
  @DataAmount
  long allocatedBytes;

  @Label("Native Steps")
  @Description("Rounds of loops inside Rhino's built-ins, parser and compiler")
  @Count("native steps")
  long nativeSteps;

  @Label("Source Characters")
  @Description("Characters of source that were parsed")
  @Count("characters")
  long sourceChars;

  @Label("Stack Depth")
  @Description("The deepest nesting of script functions and recursive built-ins")
  @Count("frames")
  long stackDepth;

  @Label("Stack Bytes")
  @Description("The deepest stack, as estimated")
  @DataAmount
  long stackBytes;

  @Label("Allocation At Once")
  @Description("The largest single charge of allocated bytes")
  @DataAmount
  long allocationAtOnce;

  @Label("Fuel")
  @Description("Price of all work")
  @Count("fuel")
  long fuel;

  @Label("CPU Time")
  @Description("CPU time of the script's thread; absent when the JVM cannot measure it")
  @Timespan(Timespan.NANOSECONDS)
  long cpuTime;

  @Label("Wall Time")
  @Description("Time between start and end")
  @Timespan(Timespan.NANOSECONDS)
  long wallTime;

  @Label("JVM Allocated Bytes")
  @Description("What the JVM says that the thread allocated; -1 when it cannot say")
  @DataAmount
  long jvmAllocatedBytes;

  @Label("Output Bytes")
  @Description("Bytes that the host charged for writing")
  @DataAmount
  long outputBytes;

  @Label("Host Calls")
  @Description("Operations of the host that it charged for")
  @Count("calls")
  long hostCalls;

  @Label("File Bytes")
  @Description("The largest file, as the host charged it")
  @DataAmount
  long fileBytes;

  @Label("Held Bytes")
  @Description("The most that guards of the host held at one time")
  @DataAmount
  long heldBytes;

  @Label("Concurrent Operations")
  @Description("The most that ran at one time")
  @Count("operations")
  long concurrentOperations;

  final void used(Usage usage) {
    evaluations = usage.get(Resource.EVALUATIONS);
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
    wallTime = timespan(usage.get(Resource.WALL_TIME));
    jvmAllocatedBytes = usage.get(Resource.JVM_ALLOCATED_BYTES);
    outputBytes = usage.get(Resource.OUTPUT_BYTES);
    hostCalls = usage.get(Resource.HOST_CALLS);
    fileBytes = usage.get(Resource.FILE_BYTES);
    heldBytes = usage.get(Resource.HELD_BYTES);
    concurrentOperations = usage.get(Resource.CONCURRENT_OPERATIONS);
  }

  /** Tools print {@code N/A} for the time span that Flight Recorder itself uses as absent. */
  static long timespan(long nanos) {
    return nanos == Usage.UNKNOWN ? Long.MIN_VALUE : nanos;
  }
}
