package dev.tachograph.engine.program;

/**
 * What a {@link ProgramCache} has done since it was made, and what it holds. The numbers are read
 * one after the other while the cache is in use, so they may be off by a few.
 *
 * @param hits how often a program was found
 * @param misses how often none was found, also if the script then had an error
 * @param programs how many programs are kept
 * @param estimatedBytes what these weigh; see {@link ProgramCacheSettings}
 * @param evictions how many programs had to go because of the bounds
 * @param compiled how many programs were compiled in the background
 * @param compileFailures how many could not be, and stay interpreted
 * @param skipped how often a hot program found too many others waiting
 * @param store what the persistent tier has done
 */
public record ProgramCacheMetrics(
    long hits,
    long misses,
    long programs,
    long estimatedBytes,
    long evictions,
    long compiled,
    long compileFailures,
    long skipped,
    ProgramStoreMetrics store) {
  /** The share of hits in all requests, from 0 to 1; 1 if there were none. */
  public double hitRate() {
    long requests = hits + misses;
    return requests == 0 ? 1 : (double) hits / requests;
  }
}
