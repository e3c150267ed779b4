package dev.tachograph.meter;

import org.jspecify.annotations.Nullable;

/**
 * How the ledger reaches the counters of one Rhino's Contexts, wherever they are kept.
 *
 * <p>A counter has a count, which only the thread that runs the script writes, and a limit, which
 * anybody may move at any time: the script's next count beyond it asks the ledger. Counters are
 * numbered like {@link Resource#all()}; only the {@linkplain Ledger#COUNTERS first ones} exist.
 */
public interface ContextAccess {
  /** The current count. Exact on the script's own thread, possibly late on others. */
  long used(Object context, int counter);

  /** Sets the count; only on the script's own thread and outside script code. */
  void start(Object context, int counter, long used);

  /** Moves the limit with an opaque write; from any thread. */
  void limit(Object context, int counter, long limit);

  /** Where the calling thread's innermost script frame stands; {@code null} when unknown. */
  Breach.@Nullable Position position();
}
