package dev.tachograph.jfr.fleet;

import dev.tachograph.jfr.reader.MeterUsage;
import dev.tachograph.jfr.reader.RecordReader;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Adds accounts up over JVMs, and compares them with limits. Thread-safe. */
final class FleetLedger {
  private final List<RecordReader> readers = new CopyOnWriteArrayList<>();
  private final LiveFigures live = new LiveFigures();

  /** The maps are never changed. */
  private final Map<String, Map<Resource, Long>> limits = new ConcurrentHashMap<>();

  /**
   * The most that was known of what is limited: what was used stays so, even if the event that
   * would say it again is lost.
   */
  private final Map<Bound, Long> known = new ConcurrentHashMap<>();

  private record Bound(String account, Resource resource) {}

  void add(RecordReader reader) {
    readers.add(reader);
  }

  /** Asks a JVM what accounts with limits used by now, except those that are stopped. */
  void ask(JvmLink link, RecordReader reader, Set<String> stopped) {
    live.ask(link, reader, limits.keySet().stream().filter(id -> !stopped.contains(id)).toList());
  }

  /** {@link Long#MAX_VALUE} is unlimited. */
  void limit(String account, Resource resource, long limit) {
    limits.compute(
        account,
        (id, before) -> {
          Map<Resource, Long> all = new EnumMap<>(Resource.class);
          if (before != null) {
            all.putAll(before);
          }
          all.put(resource, limit);
          all.values().removeIf(bound -> bound == Long.MAX_VALUE);
          return all.isEmpty() ? null : all;
        });
  }

  /** Why accounts must stop, in words, by their ids. */
  Map<String, String> spent() {
    Map<String, String> spent = new TreeMap<>();
    limits.forEach(
        (account, bounds) -> {
          String reason = spent(account(account), bounds);
          if (reason != null) {
            spent.put(account, reason);
          }
        });
    return spent;
  }

  private @Nullable String spent(FleetAccount account, Map<Resource, Long> bounds) {
    Usage usage = account.usage();
    for (Map.Entry<Resource, Long> bound : bounds.entrySet()) {
      Resource resource = bound.getKey();
      long now = usage.get(resource);
      if (now == Usage.UNKNOWN) {
        return "%s is limited over all JVMs, but some JVM cannot measure it"
            .formatted(resource.key());
      }
      long used = known.merge(new Bound(account.id(), resource), now, Math::max);
      if (used >= bound.getValue()) {
        return "%s used %s over all JVMs (%d), limit %s"
            .formatted(
                resource.key(),
                amount(resource, used),
                account.jvms(),
                amount(resource, bound.getValue()));
      }
    }
    return null;
  }

  private static String amount(Resource resource, long value) {
    return resource.unit() == Resource.Unit.NANOS ? resource.words(value) : Long.toString(value);
  }

  /** The ids of all accounts that were seen or have limits, in their order. */
  Set<String> accountIds() {
    Set<String> ids = new TreeSet<>(limits.keySet());
    readers.forEach(reader -> ids.addAll(reader.accountIds()));
    return ids;
  }

  /** An account as it stands, without why it was stopped. */
  FleetAccount account(String id) {
    Collection<MeterUsage> meters = meters(id).values();
    return new FleetAccount(
        id,
        meters.size(),
        meters.stream().map(MeterUsage::ended).reduce(Usage.none(), Usage::plus),
        meters.stream().map(MeterUsage::running).reduce(Usage.none(), Usage::plus),
        limits.getOrDefault(id, Map.of()),
        null);
  }

  /** A JVM that is read in several ways is counted once: by who knows more of what ended. */
  private Map<Long, MeterUsage> meters(String account) {
    Map<Long, MeterUsage> all = new HashMap<>();
    for (RecordReader reader : readers) {
      reader.usage(account).forEach(one -> all.merge(one.meter(), one, FleetLedger::later));
    }
    live.of(account)
        .forEach(
            (meter, used) ->
                all.compute(
                    meter,
                    (id, known) ->
                        (known == null ? new MeterUsage(id, Usage.none(), Usage.none()) : known)
                            .atLeast(used)));
    return all;
  }

  private static MeterUsage later(MeterUsage one, MeterUsage other) {
    return other.ended().get(Resource.EVALUATIONS) > one.ended().get(Resource.EVALUATIONS)
        ? other
        : one;
  }
}
