package dev.tachograph.jfr.reader;

import dev.tachograph.meter.Usage;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a script used in an account: its last snapshot, and the ends after it. Never more than was
 * used; exact where no end after the snapshot is missing. Not thread-safe.
 *
 * <p>Flight Recorder gives threads' events away one buffer after the other: an end may come a flush
 * after thousands that followed it.
 */
final class ScriptTally {
  /** Ends that are held for a snapshot that may come late; beyond it they are added up. */
  static final int HELD = 10_000;

  /** The number of the last end within {@code base}. */
  private long number;

  private Usage base = Usage.none();

  /** Ends below {@code number} that {@code base} does not have. */
  private final Gaps gaps = new Gaps(HELD);

  private final TreeMap<Long, Usage> after = new TreeMap<>();

  void snapshot(long ends, Usage usage) {
    if (ends < number) {
      return;
    }
    base = ends == number && gaps.size() == 0 ? Cumulative.later(base, usage) : usage;
    number = ends;
    gaps.clear();
    after.headMap(ends, true).clear();
    advance();
  }

  void ended(long sequence, Usage usage) {
    if (sequence <= number) {
      if (gaps.fill(sequence)) {
        base = base.plus(usage);
      }
      return;
    }
    after.put(sequence, usage);
    advance();
    if (after.size() > HELD) {
      long first = after.firstKey();
      gaps.add(number + 1, first - 1);
      number = first - 1;
      advance();
    }
  }

  /** Takes up what follows without a gap. */
  private void advance() {
    Map.Entry<Long, Usage> next = after.firstEntry();
    while (next != null && next.getKey() == number + 1) {
      base = base.plus(next.getValue());
      number++;
      after.pollFirstEntry();
      next = after.firstEntry();
    }
  }

  Usage usage() {
    return after.values().stream().reduce(base, Usage::plus);
  }

  /** All ends that there were, as far as it is known. */
  long ends() {
    return after.isEmpty() ? number : after.lastKey();
  }

  /** Those of them whose usage is not known. */
  long unknown() {
    return gaps.size() + ends() - number - after.size();
  }
}
