package dev.tachograph.jmc;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;
import org.openjdk.jmc.common.util.TypedPreference;

/**
 * What a script is charged for memory by the tariff is far from what the JVM says that its thread
 * allocated, in either direction.
 */
public final class TariffRule extends TachographRule {
  private static final int SCRIPTS = 10_000;
  private static final int NAMED = 10;
  private static final TypedPreference<IQuantity> MINIMUM =
      new TypedPreference<>(
          "dev.tachograph.Tariff.bytes",
          "Bytes",
          "Scripts with less than this, by tariff and by JVM, are left out",
          UnitLookup.MEMORY,
          UnitLookup.BYTE.quantity(64L << 20));

  /** As a service. */
  public TariffRule() {
    super(
        "dev.tachograph.Tariff",
        "Memory Tariff Far From The JVM",
        Evidence.ENDS,
        number(
            "dev.tachograph.Tariff.info",
            "Factor, hint",
            "The factor between tariff and JVM from which on a script is mentioned",
            10),
        number(
            "dev.tachograph.Tariff.warning",
            "Factor, warning",
            "The factor between tariff and JVM from which on it is a warning",
            100),
        MINIMUM);
  }

  private record Bytes(double tariff, double jvm) {
    Bytes plus(Bytes other) {
      return new Bytes(tariff + other.tariff, jvm + other.jvm);
    }

    double factor() {
      return Math.max(tariff, jvm) / Math.max(1, Math.min(tariff, jvm));
    }
  }

  private record Script(String name, Bytes bytes) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "script %s was charged %s and the JVM says %s",
          name,
          words(bytes.tariff),
          words(bytes.jvm));
    }

    private static String words(double bytes) {
      return String.format(Locale.ROOT, "%.1f MiB", bytes / (1 << 20));
    }
  }

  @Override
  Finding find(IItemCollection items, IPreferenceValueProvider preferences) {
    double minimum = value(preferences, MINIMUM);
    Map<String, Bytes> scripts = new HashMap<>();
    Row.forEach(
        items,
        Evidence.ENDS.event(),
        row -> {
          long tariff = row.number("allocatedBytes");
          long jvm = row.number("jvmAllocatedBytes");
          String name = row.name("script");
          if (tariff >= 0 && jvm >= 0 && (scripts.size() < SCRIPTS || scripts.containsKey(name))) {
            scripts.merge(name, new Bytes(tariff, jvm), Bytes::plus);
          }
        });
    List<Script> all =
        scripts.entrySet().stream()
            .map(entry -> new Script(entry.getKey(), entry.getValue()))
            .filter(script -> Math.max(script.bytes.tariff, script.bytes.jvm) >= minimum)
            .sorted(
                Comparator.comparing((Script script) -> -script.bytes.factor())
                    .thenComparing(Script::name))
            .toList();
    if (all.isEmpty()) {
      return Finding.fine("No script took enough memory to compare.");
    }
    Script first = all.get(0);
    double score = score(preferences, first.bytes.factor());
    return new Finding(
        score,
        "At most, %s.".formatted(first),
        all.stream()
            .filter(script -> score(preferences, script.bytes.factor()) >= 25)
            .limit(NAMED)
            .map(Script::toString)
            .collect(Collectors.joining("; ")),
        score < 25 ? "" : solution(first));
  }

  private static String solution(Script script) {
    return script.bytes.jvm > script.bytes.tariff
        ? "Host objects that the script calls allocate, or it makes many temporary objects, which the"
            + " tariff leaves out. Let the host charge for what it allocates, or limit"
            + " jvmAllocatedBytes too."
        : "The script pays for memory that it does not take: its limit on allocatedBytes may be"
            + " tighter than it looks.";
  }
}
