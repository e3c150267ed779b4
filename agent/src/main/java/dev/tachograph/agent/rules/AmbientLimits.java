package dev.tachograph.agent.rules;

import dev.tachograph.meter.Limits;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The limits of the accounts that script code opens: general ones, and for some names others.
 * Immutable and thread-safe.
 *
 * <p>Names are patterns; the first one that matches counts.
 */
public final class AmbientLimits implements Function<String, Limits> {
  /** The prefix of the keys of limits for some accounts. */
  public static final String PREFIX = "account.";

  private final Limits general;
  private final Map<String, Limits> exact = new LinkedHashMap<>();
  private final List<Section> patterns = new ArrayList<>();

  private record Section(Glob names, Limits limits) {}

  private AmbientLimits(Limits general) {
    this.general = general;
  }

  /**
   * Reads the limits of some accounts.
   *
   * @param general for all others, and where a name has no limit of its own for a resource
   * @param lines with keys such as {@code account.plugins.limit.iterations}
   * @throws IllegalArgumentException if a line is wrong; the message names it
   */
  public static AmbientLimits of(Limits general, List<ConfigLine> lines) {
    Map<String, List<ConfigLine>> byName = new LinkedHashMap<>();
    for (ConfigLine line : lines) {
      int kind = line.key().lastIndexOf('.', line.key().lastIndexOf('.') - 1);
      if (kind <= PREFIX.length() || !AccountLimits.isLimit(line.key().substring(kind + 1))) {
        throw line.fault(
            ("unknown key '%s': expected account.NAME.limit.<resource>,"
                    + " account.NAME.total.<resource> or account.NAME.refill.<resource>")
                .formatted(line.key()));
      }
      byName
          .computeIfAbsent(line.key().substring(PREFIX.length(), kind), name -> new ArrayList<>())
          .add(line);
    }
    AmbientLimits all = new AmbientLimits(general);
    byName.forEach((name, own) -> all.add(new Glob(name), own));
    return all;
  }

  private void add(Glob names, List<ConfigLine> lines) {
    ConfigLine first = lines.get(0);
    for (Section before : patterns) {
      if (before.names.matches(names.pattern())) {
        throw first.fault(
            "%s is never used, because account.%s above matches '%s' too: move it above"
                .formatted(first.key(), before.names.pattern(), names.pattern()));
      }
    }
    Limits limits = AccountLimits.of(general, PREFIX + names.pattern() + ".", lines);
    if (names.isWild()) {
      patterns.add(new Section(names, limits));
    } else {
      exact.put(names.pattern(), limits);
    }
  }

  /** How many names or patterns have limits of their own. */
  public int size() {
    return exact.size() + patterns.size();
  }

  /** The limits of an account. */
  @Override
  public Limits apply(String account) {
    Limits own = exact.get(account);
    if (own != null) {
      return own;
    }
    for (int i = 0; i < patterns.size(); i++) {
      if (patterns.get(i).names.matches(account)) {
        return patterns.get(i).limits;
      }
    }
    return general;
  }
}
