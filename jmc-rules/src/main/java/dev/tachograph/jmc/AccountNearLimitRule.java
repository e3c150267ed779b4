package dev.tachograph.jmc;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;

/** An account has used up most of a cumulative limit: its next scripts will be refused. */
public final class AccountNearLimitRule extends TachographRule {
  private static final String SNAPSHOT = "tachograph.AccountSnapshot";
  private static final int NAMED = 10;

  private record Use(String account, String limit, double percent) {
    @Override
    public String toString() {
      return "account %s used %d %% of %s".formatted(account, (long) percent, limit);
    }
  }

  /** As a service. */
  public AccountNearLimitRule() {
    super(
        "dev.tachograph.AccountNearLimit",
        "Account Near Its Limit",
        new Evidence(SNAPSHOT, METER, "accounts"),
        percent(
            "dev.tachograph.AccountNearLimit.info",
            "Limit used, hint",
            "The part of a cumulative limit from which on an account is mentioned",
            70),
        percent(
            "dev.tachograph.AccountNearLimit.warning",
            "Limit used, warning",
            "The part of a cumulative limit from which on it is a warning",
            90));
  }

  @Override
  Finding find(IItemCollection items, IPreferenceValueProvider preferences) {
    Map<String, Use> highest = new HashMap<>();
    Row.forEach(
        items,
        SNAPSHOT,
        row -> {
          if (!row.text("nearestLimit").isEmpty()) {
            Use use =
                new Use(
                    row.name("account"), row.text("nearestLimit"), row.percent("nearestLimitUsed"));
            highest.merge(
                row.text("account"),
                use,
                (one, other) -> other.percent > one.percent ? other : one);
          }
        });
    if (highest.isEmpty()) {
      return Finding.fine("No account has a cumulative limit.");
    }
    List<Use> all =
        highest.values().stream()
            .sorted(Comparator.comparing(Use::percent).reversed().thenComparing(Use::account))
            .toList();
    Use first = all.get(0);
    double score = score(preferences, first.percent);
    return new Finding(
        score,
        "At most, " + first + ".",
        all.stream()
            .filter(use -> score(preferences, use.percent) >= 25)
            .limit(NAMED)
            .map(Use::toString)
            .collect(Collectors.joining("; ")),
        score < 25
            ? ""
            : "Raise or refill the limit, or find out which of the account's scripts cost most."
                + " What is refilled may have been used up more than once.");
  }
}
