package dev.tachograph.jfr.fleet;

import dev.tachograph.jfr.reader.MeterUsage;
import dev.tachograph.jfr.reader.RecordReader;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What accounts used by now, from the JVMs themselves: their events say it one to two seconds
 * later, and a limit over several JVMs is exceeded meanwhile. Thread-safe.
 *
 * <p>A JVM sums an account up from another beginning than its events do: from its start or the last
 * reset, rather than from its first recording. The difference is never less than what its events
 * had said before it was asked, less what it answered; the largest of these is added to its
 * answers. So a figure is never more than was used, and where the JVM was watched from the
 * account's first evaluation on, or was idle once, it is all that was used.
 */
final class LiveFigures {
  /** By account and meter. */
  private final Map<String, Map<Long, Sum>> accounts = new ConcurrentHashMap<>();

  /**
   * Asks a JVM. What fails is asked again the next time: its events say the same, later.
   *
   * @param reader of its events
   */
  void ask(JvmLink link, RecordReader reader, List<String> ids) {
    long meter = link.meter();
    if (meter == 0 || ids.isEmpty()) {
      return;
    }
    Map<String, Usage> heard = new HashMap<>();
    ids.forEach(id -> heard.put(id, heard(reader, id, meter))); // it uses more while it is asked
    Map<String, Map<String, Long>> answers;
    try {
      answers = link.governor().usages(ids);
    } catch (RuntimeException failure) {
      return;
    }
    heard.forEach(
        (id, before) -> {
          Map<String, Long> answer = answers.get(id);
          if (answer != null) {
            accounts
                .computeIfAbsent(id, key -> new ConcurrentHashMap<>())
                .computeIfAbsent(meter, key -> new Sum())
                .add(before, Usage.ofMap(answer));
          }
        });
  }

  private static Usage heard(RecordReader reader, String account, long meter) {
    return reader.usage(account).stream()
        .filter(one -> one.meter() == meter)
        .map(MeterUsage::total)
        .findFirst()
        .orElse(Usage.none());
  }

  /** What an account used at least, by the numbers of the JVMs that said so. */
  Map<Long, Usage> of(String account) {
    Map<Long, Usage> used = new HashMap<>();
    accounts.getOrDefault(account, Map.of()).forEach((meter, sum) -> used.put(meter, sum.used()));
    return used;
  }

  /** An account in one JVM, which may be reached in several ways. Thread-safe. */
  private static final class Sum {
    private final Map<Resource, Long> offsets = new EnumMap<>(Resource.class);
    private final Map<Resource, Long> used = new EnumMap<>(Resource.class);

    synchronized void add(Usage heard, Usage answer) {
      for (Resource resource : Resource.all()) {
        long now = answer.get(resource);
        if (now != Usage.UNKNOWN) {
          long offset = offsets.merge(resource, heard.get(resource) - now, Math::max);
          used.merge(resource, Math.max(0, now + offset), Math::max);
        }
      }
    }

    synchronized Usage used() {
      return Usage.of(resource -> used.getOrDefault(resource, 0L));
    }
  }
}
