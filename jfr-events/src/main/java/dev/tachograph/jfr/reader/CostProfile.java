package dev.tachograph.jfr.reader;

import dev.tachograph.meter.attribution.Cost;
import dev.tachograph.meter.attribution.FunctionCost;
import dev.tachograph.meter.attribution.LineCost;
import java.util.List;

/**
 * What functions and their lines cost since the start of each JVM that was read: exact as of the
 * last event of each line. Immutable and thread-safe.
 *
 * @param lines by account, path and line, as sums over all JVMs and stripes, with stripe 0
 * @param unkept events about lines that came when there were too many to keep; 0 if nothing is
 *     missing
 */
public record CostProfile(List<LineCost> lines, long unkept) {
  /** Nothing was attributed. */
  public static final CostProfile NONE = new CostProfile(List.of(), 0);

  /** Copies. */
  public CostProfile {
    lines = List.copyOf(lines);
  }

  /** Whether no costs of functions were recorded. */
  public boolean isEmpty() {
    return lines.isEmpty();
  }

  /** By account and function. */
  public List<FunctionCost> functions() {
    return FunctionCost.of(lines);
  }

  /** All together. */
  public Cost total() {
    return lines.stream().map(LineCost::self).reduce(Cost.NONE, Cost::plus);
  }
}
