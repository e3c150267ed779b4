package dev.tachograph.engine.program;

/**
 * What the persistent tier of a {@link ProgramCache} has done since the cache was made; all 0 if
 * there is none.
 *
 * @param hits how often a compiled program was found, and runs now
 * @param misses how often none was there
 * @param rejected how many were found that did not verify or did not fit; they were removed
 * @param saved how many were saved
 * @param failures how often the store failed, in whatever it was asked for
 * @param skipped how often the store was not asked because too much was waiting for it
 */
public record ProgramStoreMetrics(
    long hits, long misses, long rejected, long saved, long failures, long skipped) {
  static final ProgramStoreMetrics NONE = new ProgramStoreMetrics(0, 0, 0, 0, 0, 0);

  /**
   * The share of hits in all requests that the store answered, from 0 to 1; 1 if there were none.
   */
  public double hitRate() {
    long requests = hits + misses + rejected;
    return requests == 0 ? 1 : (double) hits / requests;
  }
}
