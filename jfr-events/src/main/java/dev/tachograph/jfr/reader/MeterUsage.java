package dev.tachograph.jfr.reader;

import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;

/**
 * What an account, with those below it, used in one JVM. Immutable and thread-safe.
 *
 * @param meter the JVM's random number
 * @param ended what it was charged with since the first recording of that JVM, exact as of its last
 *     event
 * @param running what evaluations used besides that were seen running and not ending, as of their
 *     last sample; without those whose end may be among the ones that {@code ended} holds already
 *     and that are late or lost: less than was used, until the next sample, rather than more
 */
public record MeterUsage(long meter, Usage ended, Usage running) {
  /** Both together. */
  public Usage total() {
    return ended.plus(running);
  }

  /**
   * The same where it is known that so much was used, or more, and what ended has not all of it.
   */
  public MeterUsage atLeast(Usage used) {
    return new MeterUsage(
        meter, ended, Usage.of(resource -> running(resource, used.get(resource))));
  }

  private long running(Resource resource, long used) {
    long known = running.get(resource);
    return known == Usage.UNKNOWN || ended.get(resource) == Usage.UNKNOWN
        ? known
        : Math.max(known, used - ended.get(resource));
  }
}
