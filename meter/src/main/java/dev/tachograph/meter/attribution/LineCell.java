package dev.tachograph.meter.attribution;

import org.jspecify.annotations.Nullable;

/**
 * Where the costs of a line on one path are summed up. Counts are written by the script's thread
 * alone; CPU time with the stripe's lock held.
 */
final class LineCell {
  final CallNode node;
  final int line;

  /** The cell that its stripe had got before. */
  final @Nullable LineCell earlier;

  long iterations;
  long functionCalls;
  long allocatedBytes;
  long nativeSteps;
  long cpuNanos;

  /** What was read last; guarded by the attribution. */
  private Cost read = Cost.NONE;

  LineCell(CallNode node, int line, @Nullable LineCell earlier) {
    this.node = node;
    this.line = line;
    this.earlier = earlier;
  }

  /** What it cost; {@code null} if that is nothing, or no news and only news are asked for. */
  @Nullable Cost read(boolean news) {
    Cost now = new Cost(iterations, functionCalls, allocatedBytes, nativeSteps, cpuNanos);
    boolean changed = !now.equals(read);
    read = now;
    return now.equals(Cost.NONE) || (news && !changed) ? null : now;
  }
}
