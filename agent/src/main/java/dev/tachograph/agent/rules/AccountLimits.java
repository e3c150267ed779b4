package dev.tachograph.agent.rules;

import dev.tachograph.meter.Limits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The limits of some accounts, where they differ from the general ones. */
final class AccountLimits {
  private AccountLimits() {}

  /** Whether a key is that of a limit. */
  static boolean isLimit(String key) {
    return key.startsWith(Limits.PER_EVALUATION_PREFIX)
        || key.startsWith(Limits.TOTAL_PREFIX)
        || key.startsWith(Limits.REFILL_PREFIX);
  }

  /**
   * The general limits, but where lines say something else.
   *
   * @param prefix of the lines' keys
   * @throws IllegalArgumentException if a line is wrong; the message names it
   */
  static Limits of(Limits general, String prefix, List<ConfigLine> lines) {
    Map<String, String> own = own(prefix, lines);
    Map<String, String> all = new LinkedHashMap<>();
    general
        .toProperties()
        .forEach((key, value) -> all.put(String.valueOf(key), String.valueOf(value)));
    all.keySet().removeIf(key -> isIdleRefill(key, own));
    all.putAll(own);
    Map<String, String> checked = new LinkedHashMap<>(all);
    checked.keySet().removeIf(key -> !own.containsKey(key) && isWithinTotal(key, own));
    try {
      var unused = Limits.parse(text(checked));
    } catch (IllegalArgumentException contradiction) {
      ConfigLine first = lines.get(0);
      throw first.fault(
          "%s with the limits of all accounts: %s"
              .formatted(prefix + "*", contradiction.getMessage()));
    }
    return Limits.read(text(all));
  }

  private static Map<String, String> own(String prefix, List<ConfigLine> lines) {
    Map<String, String> own = new LinkedHashMap<>();
    for (ConfigLine line : lines) {
      String key = line.key().substring(prefix.length());
      try {
        var unused = Limits.builder().parse(key, line.value());
        if (own.put(Limits.optionKey(key), line.value()) != null) {
          throw new IllegalArgumentException(
              "the same limit is given above by another name: remove one of them");
        }
      } catch (IllegalArgumentException wrong) {
        throw line.fault(line.key() + "=" + line.value() + ": " + wrong.getMessage());
      }
    }
    return own;
  }

  private static String text(Map<String, String> limits) {
    return limits.entrySet().stream()
        .map(limit -> limit.getKey() + "=" + limit.getValue())
        .collect(Collectors.joining(","));
  }

  /** A general refill of a total that these accounts do not have. */
  private static boolean isIdleRefill(String key, Map<String, String> own) {
    return key.startsWith(Limits.REFILL_PREFIX)
        && "unlimited".equals(own.get(total(key, Limits.REFILL_PREFIX)));
  }

  /** A general limit per evaluation, where a total of these accounts may be smaller: it wins. */
  private static boolean isWithinTotal(String key, Map<String, String> own) {
    return key.startsWith(Limits.PER_EVALUATION_PREFIX)
        && own.containsKey(total(key, Limits.PER_EVALUATION_PREFIX));
  }

  private static String total(String key, String prefix) {
    return Limits.TOTAL_PREFIX + key.substring(prefix.length());
  }
}
