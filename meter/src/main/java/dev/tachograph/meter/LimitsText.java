package dev.tachograph.meter;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Limits in the syntax of options: keys such as {@code limit.iterations}, and pairs of them. */
final class LimitsText {
  private LimitsText() {}

  /** Splits {@code key=value} pairs, separated by commas. */
  static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : text.isBlank() ? new String[0] : text.split(",", -1)) {
      String[] parts = pair.split("=", 2);
      if (parts.length < 2) {
        throw new IllegalArgumentException(
            "'" + pair.strip() + "' is no limit: expected key=value, separated by commas");
      }
      if (pairs.put(parts[0].strip(), parts[1].strip()) != null) {
        throw new IllegalArgumentException("'" + parts[0].strip() + "' is given twice");
      }
    }
    return pairs;
  }

  /**
   * Collects the limits that keys and values name.
   *
   * @throws IllegalArgumentException if a key is unknown, a value does not parse, or two keys are
   *     words for the same limit
   */
  static Limits.Builder read(Map<String, String> pairs) {
    Limits.Builder builder = Limits.builder();
    Map<String, String> given = new LinkedHashMap<>();
    pairs.forEach(
        (key, value) -> {
          builder.parse(key, value.strip());
          String same = given.putIfAbsent(Limits.optionKey(key), key);
          if (same != null) {
            throw new IllegalArgumentException(
                "%s=%s contradicts %s=%s: both are the same limit, so give one of them"
                    .formatted(key, value, same, pairs.get(same)));
          }
        });
    return builder;
  }

  /** Keys and values of the limits with this prefix. */
  static Stream<String[]> texts(String prefix, long[] limits) {
    return Resource.all().stream()
        .filter(resource -> limits[resource.ordinal()] != Long.MAX_VALUE)
        .map(
            resource ->
                new String[] {
                  prefix + resource.key(), resource.option(limits[resource.ordinal()])
                });
  }

  /** One limit. */
  static String text(String prefix, Resource resource, long limit) {
    return prefix + resource.key() + "=" + resource.option(limit);
  }

  /** The prefix of a key that names a number. */
  static String prefix(String optionKey) {
    if (optionKey.startsWith(Limits.PER_EVALUATION_PREFIX)) {
      return Limits.PER_EVALUATION_PREFIX;
    }
    if (optionKey.startsWith(Limits.TOTAL_PREFIX)) {
      return Limits.TOTAL_PREFIX;
    }
    throw new IllegalArgumentException(
        "unknown limit '%s': it starts with none of %s, %s and %s"
            .formatted(
                optionKey,
                Limits.PER_EVALUATION_PREFIX,
                Limits.TOTAL_PREFIX,
                Limits.REFILL_PREFIX));
  }

  /** The resource that a key names behind its prefix. */
  static Resource resource(String optionKey, String prefix) {
    String key = optionKey.substring(prefix.length());
    return Resource.ofOptionKey(key)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown resource '%s' in '%s'; the resources are %s, and %s for %s"
                        .formatted(
                            key,
                            optionKey,
                            Resource.all().stream()
                                .map(Resource::key)
                                .collect(Collectors.joining(", ")),
                            Resource.MEMORY_BYTES,
                            Resource.ALLOCATED_BYTES.key())));
  }
}
