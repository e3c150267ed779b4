package dev.tachograph.bench;

/** Weighs the heap. */
public final class HeapInUse {
  private HeapInUse() {}

  /**
   * What is reachable, the soft way included: the least that is in use after some collections. What
   * was dropped just before takes two to go.
   */
  public static long afterCollections(int times) {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < times; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
