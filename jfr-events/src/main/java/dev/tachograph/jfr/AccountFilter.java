package dev.tachograph.jfr;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.SettingControl;
import org.jspecify.annotations.Nullable;

/**
 * The setting {@code accounts} of samples and snapshots: which accounts they are made of. Patterns
 * of account ids, with commas between them, where {@code *} is anything and {@code ?} one
 * character. Several recordings see what one of them asks for. Thread-safe.
 */
@Name("tachograph.Accounts")
@Label("Accounts")
@Description("Patterns of account ids with commas between them; * is anything, ? one character")
public final class AccountFilter extends SettingControl {
  /** Every account: the default. */
  static final String ALL = "*";

  private volatile String value = ALL;

  /** What was combined and not set since: JDK 17 forgets it and sets {@code null} instead. */
  private volatile @Nullable String combined;

  private volatile @Nullable Pattern pattern;

  /** Made by Flight Recorder, which needs it to be public. */
  public AccountFilter() {}

  /** The values may be combined ones themselves. */
  @Override
  public String combine(Set<String> values) {
    Set<String> all = new TreeSet<>();
    for (String each : values) {
      all.addAll(split(each));
    }
    String patterns = all.isEmpty() || all.contains(ALL) ? ALL : String.join(",", all);
    combined = patterns;
    return patterns;
  }

  /** JDK 25 sets {@code null} when the last recording ends. */
  @Override
  public void setValue(@Nullable String patterns) {
    String last = combined;
    combined = null;
    Set<String> all = split(patterns != null ? patterns : last != null ? last : ALL);
    value = all.isEmpty() ? ALL : String.join(",", all);
    pattern =
        all.isEmpty() || all.contains(ALL)
            ? null
            : Pattern.compile(
                all.stream().map(AccountFilter::regex).collect(Collectors.joining("|")),
                Pattern.DOTALL);
  }

  @Override
  public String getValue() {
    return value;
  }

  boolean accepts(@Nullable String account) {
    Pattern accepted = pattern;
    return accepted == null || (account != null && accepted.matcher(account).matches());
  }

  private static Set<String> split(String patterns) {
    Set<String> all = new TreeSet<>();
    for (String each : patterns.split(",", -1)) {
      if (!each.isBlank()) {
        all.add(each.strip());
      }
    }
    return all;
  }

  private static String regex(String glob) {
    StringBuilder regex = new StringBuilder();
    for (String part : glob.split("(?<=[*?])|(?=[*?])", -1)) {
      regex.append(
          switch (part) {
            case "*" -> ".*";
            case "?" -> ".";
            default -> Pattern.quote(part);
          });
    }
    return regex.toString();
  }
}
