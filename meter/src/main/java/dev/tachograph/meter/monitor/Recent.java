package dev.tachograph.meter.monitor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last few of many. Thread-safe. */
final class Recent<T> {
  private final int size;
  private final Deque<T> kept = new ArrayDeque<>();
  private long all;

  /**
   * @param size how many are kept, 0 or more
   */
  Recent(int size) {
    this.size = size;
  }

  synchronized void add(T one) {
    all++;
    if (kept.size() >= size) {
      kept.pollFirst();
    }
    if (size > 0) {
      kept.addLast(one);
    }
  }

  /** The latest last; a copy. */
  synchronized List<T> list() {
    return List.copyOf(kept);
  }

  /** How many there were, kept or not. */
  synchronized long all() {
    return all;
  }
}
