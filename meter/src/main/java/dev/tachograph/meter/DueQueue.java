package dev.tachograph.meter;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is watched, by when it is due: a binary heap whose elements know their places, so that the
 * one in the middle is moved or removed as fast as the first. Only {@link #add} allocates: whoever
 * is in the queue stays in it, and can be put off, where a script has taken all memory.
 *
 * <p>Moments are those of {@link Timepiece#nanos()}, which may pass over the end of the numbers.
 * Guarded by the ledger's lock.
 */
final class DueQueue {
  private @Nullable Watched[] heap = new Watched[16];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  /** The one that is due first; {@code null} if there is none. */
  @Nullable Watched first() {
    return heap[0];
  }

  /** Adds one, or moves it if it is there. */
  void add(Watched watched, long due) {
    if (watched.place < 0) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, 2 * size);
      }
      watched.place = size;
      heap[size++] = watched;
    }
    move(watched, due);
  }

  /** Moves one that is in the queue, and only that. */
  void move(Watched watched, long due) {
    watched.due = due;
    if (watched.place >= 0 && !rise(watched)) {
      sink(watched);
    }
  }

  /** Removes one if it is there. */
  void remove(Watched watched) {
    int hole = watched.place;
    if (hole < 0) {
      return;
    }
    Watched last = at(--size);
    heap[size] = null;
    watched.place = -1;
    if (last != watched) {
      put(last, hole);
      if (!rise(last)) {
        sink(last);
      }
    }
  }

  private boolean rise(Watched watched) {
    int from = watched.place;
    int to = from;
    while (to > 0 && isBefore(watched, at((to - 1) / 2))) {
      put(at((to - 1) / 2), to);
      to = (to - 1) / 2;
    }
    put(watched, to);
    return to != from;
  }

  private void sink(Watched watched) {
    int to = watched.place;
    while (2 * to + 1 < size) {
      int child = 2 * to + 1;
      if (child + 1 < size && isBefore(at(child + 1), at(child))) {
        child++;
      }
      if (!isBefore(at(child), watched)) {
        break;
      }
      put(at(child), to);
      to = child;
    }
    put(watched, to);
  }

  private void put(Watched watched, int place) {
    heap[place] = watched;
    watched.place = place;
  }

  private Watched at(int place) {
    Watched watched = heap[place];
    assert watched != null;
    return watched;
  }

  private static boolean isBefore(Watched one, Watched other) {
    return one.due - other.due < 0;
  }
}
