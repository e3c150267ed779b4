package dev.tachograph.meter;

import org.jspecify.annotations.Nullable;

/** What a host counted for one evaluation. With the ledger's lock held. */
final class HostCounts {
  private static final int FIRST = Resource.hosts().get(0).ordinal();
  private static final int SIZE = Resource.hosts().size();

  private long @Nullable [] used;
  private long @Nullable [] levels;

  /** What was counted; of what rises and falls, the highest. */
  long used(Resource resource) {
    return used == null ? 0 : used[resource.ordinal() - FIRST];
  }

  /** What is held now. */
  long level(Resource resource) {
    return levels == null ? 0 : levels[resource.ordinal() - FIRST];
  }

  void count(Resource resource, long amount) {
    long[] counts = used == null ? new long[SIZE] : used;
    counts[resource.ordinal() - FIRST] = resource.combine(used(resource), amount);
    used = counts;
  }

  /** Raises or, when negative, lowers what is held. */
  void raise(Resource resource, long amount) {
    long[] held = levels == null ? new long[SIZE] : levels;
    held[resource.ordinal() - FIRST] += amount;
    levels = held;
    count(resource, held[resource.ordinal() - FIRST]);
  }

  /** Adds everything to counts in the order of {@link Resource#all()}. */
  void addTo(long[] counts) {
    for (Resource resource : Resource.hosts()) {
      int i = resource.ordinal();
      counts[i] =
          resource == Resource.CONCURRENT_OPERATIONS ? counts[i] + used(resource) : used(resource);
    }
  }
}
