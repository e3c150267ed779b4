package dev.tachograph.agent.tools;

import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import dev.tachograph.meter.attribution.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers and names in the form that the report page takes. */
final class PageValues {
  /** A name or message of more characters is cut. */
  static final int TEXT = 500;

  /** Integers above it are not exact in JavaScript. */
  private static final long EXACT = (1L << 53) - 1;

  /** Controls, and those that change the direction of what follows. */
  private static final Pattern TRICKY = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");

  private PageValues() {}

  /** A count; digits if JavaScript would round it, {@code null} if it is not known. */
  static @Nullable Object number(long count) {
    if (count == Usage.UNKNOWN) {
      return null;
    }
    return count <= EXACT ? (Object) count : Long.toString(count);
  }

  /** The counts of all resources, in their order. */
  static List<@Nullable Object> usage(Usage usage) {
    List<@Nullable Object> counts = new ArrayList<>();
    for (Resource resource : Resource.all()) {
      counts.add(number(usage.get(resource)));
    }
    return counts;
  }

  /** What a function cost, by the measures that are counted. */
  static List<@Nullable Object> costs(Cost cost) {
    List<@Nullable Object> counts = new ArrayList<>();
    for (Measure measure : Measure.COUNTED) {
      counts.add(number(measure.of(cost)));
    }
    return counts;
  }

  /** A name or message that shows as what it is, and is not too long. */
  static @Nullable String text(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String shown =
        text.length() <= TEXT
            ? text
            : text.substring(0, TEXT) + "… and " + (text.length() - TEXT) + " characters more";
    return TRICKY.matcher(shown).replaceAll("\ufffd");
  }
}
