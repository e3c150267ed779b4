package dev.tachograph.bench.accuracy;

import dev.tachograph.bench.HeapInUse;
import dev.tachograph.meter.LimitExceededError;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Metering;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import java.lang.ref.Reference;
import java.util.concurrent.Callable;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ScriptableObject;

/** Lets scripts keep all that they can get for a fixed charge, and weighs what they keep. */
public final class Keeper {
  private static final long CHARGE = 8 << 20;
  private static final long DEPTH = 1_000;
  private static final long PATIENCE_NANOS = 20_000_000_000L;
  private static final int COLLECTIONS = 3;
  private static final String PRELUDE =
      "var keep = [], kept = 0; function hold(x) { keep[kept++] = x; }";

  private Keeper() {}

  /**
   * What a script kept.
   *
   * @param retained the bytes that the heap held when it was over
   * @param charged what it was charged for them
   * @param end the resource whose limit ended it, or how else it ended
   * @param script its name
   */
  public record Kept(long retained, long charged, String end, String script) {
    /** How many bytes were retained for each that was charged. */
    public double ratio() {
      return (double) retained / charged;
    }

    /** A line without its end. */
    public String toLine() {
      return retained + "\t" + charged + "\t" + end + "\t" + script;
    }

    /** The inverse of {@link #toLine}. */
    public static Kept parse(String line) {
      String[] columns = line.split("\t", 4);
      return new Kept(
          Long.parseLong(columns[0]), Long.parseLong(columns[1]), columns[2], columns[3]);
    }
  }

  /** A script that does this again and again. */
  public static String repeated(String statement) {
    return "(function () { for (var i = 0; ; i++) { " + statement + " } })()";
  }

  /** Runs the script in a new scope, which is alive when the heap is weighed. */
  public static Kept measure(Context cx, String name, String source) {
    HeapInUse.afterCollections(COLLECTIONS); // what the one before has kept takes two turns to go
    ScriptableObject scope = cx.initStandardObjects();
    cx.evaluateString(scope, PRELUDE, "prelude.js", 1, null);
    ResourceTracker account = Metering.tracker(name);
    account.setLimits(
        Limits.builder()
            .perEvaluation(Resource.ALLOCATED_BYTES, CHARGE)
            .perEvaluation(Resource.STACK_DEPTH, DEPTH)
            .perEvaluation(Resource.CPU_TIME, PATIENCE_NANOS)
            .build());
    long before = HeapInUse.afterCollections(COLLECTIONS);
    try {
      String end = ended(account, () -> cx.evaluateString(scope, source, "keeps.js", 1, null));
      long retained = HeapInUse.afterCollections(COLLECTIONS) - before;
      return new Kept(retained, account.usage().get(Resource.ALLOCATED_BYTES), end, name);
    } finally {
      Reference.reachabilityFence(scope);
    }
  }

  private static String ended(ResourceTracker account, Callable<Object> script) {
    try {
      account.run(script);
      return "completed";
    } catch (LimitExceededError stopped) {
      return stopped.breach().resource().key();
    } catch (Exception failed) {
      return failed.toString();
    }
  }
}
