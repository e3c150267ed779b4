package dev.tachograph.jfr;

import dev.tachograph.meter.attribution.CallSite;
import dev.tachograph.meter.attribution.LineCost;
import java.util.List;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.SettingDefinition;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** All that a line cost on one path of calls, so that events of it may be lost. */
@Name("tachograph.FunctionUsage")
@Label("Function Usage")
@Description(
    "What a line of a function cost by itself since the start of the JVM, by path of calls")
@Category({"Tachograph", "Function"})
@Period("10 s")
final class FunctionUsageEvent extends MeterEvent {
  @Label("Account")
  @Description("Who paid for it")
  @AccountId
  @Nullable String account;

  @Label("Stripe")
  @Description("Evaluations at the same time are counted apart; an account's costs are their sum")
  int stripe;

  @Label("Script")
  @Description("Source name of the script that the function is written in; absent for none")
  @Nullable String script;

  @Label("Function")
  @Description("Name of the function; absent for a top level and for one without a name")
  @Nullable String function;

  @Label("Function Line")
  @Description("Where the function begins; 0 if that is not known")
  int functionLine;

  @Label("Line")
  @Description("Which line it is about; 0 if that is not known")
  int line;

  @Label("Call Path")
  @Description("How the function came to run: function@script:line, the outermost first")
  @Nullable String callPath;

  @Label("Iterations")
  @Description("Back-edges that JavaScript's loops took")
  @Count("iterations")
  long iterations;

  @Label("Function Calls")
  @Description("Entries of this function")
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

  @Label("Sampled CPU Time")
  @Description("CPU time of the script's threads, as samples share it out")
  @Timespan(Timespan.NANOSECONDS)
  long cpuTime;

  @SettingDefinition
  @Name("accounts")
  @Label("Accounts")
  boolean accounts(AccountFilter filter) {
    return filter.accepts(account);
  }

  void about(long meter, LineCost cost) {
    meterId = meter;
    stripe = cost.stripe();
    List<CallSite> sites = cost.path().sites();
    if (!sites.isEmpty()) {
      CallSite site = sites.get(sites.size() - 1);
      script = site.source();
      function = site.function().isEmpty() ? null : site.function();
      functionLine = site.line();
    }
    line = cost.line();
    callPath = cost.path().text();
    iterations = cost.self().iterations();
    functionCalls = cost.self().functionCalls();
    allocatedBytes = cost.self().allocatedBytes();
    nativeSteps = cost.self().nativeSteps();
    cpuTime = cost.self().cpuNanos();
  }
}
