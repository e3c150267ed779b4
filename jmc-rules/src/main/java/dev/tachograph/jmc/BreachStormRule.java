package dev.tachograph.jmc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;

/** Many evaluations of one account ran into limits within a minute. */
public final class BreachStormRule extends TachographRule {
  private static final String EXCEEDED = "tachograph.LimitExceeded";
  private static final long WINDOW_MILLIS = 60_000;

  /** As a service. */
  public BreachStormRule() {
    super(
        "dev.tachograph.BreachStorm",
        "Breach Storm",
        new Evidence(EXCEEDED, "tachograph.AccountSnapshot", "breaches"),
        number(
            "dev.tachograph.BreachStorm.info",
            "Breaches, hint",
            "How many breaches of one account within a minute are mentioned",
            10),
        number(
            "dev.tachograph.BreachStorm.warning",
            "Breaches, warning",
            "How many breaches of one account within a minute are a warning",
            100));
  }

  private static final class Account {
    final String name;
    final Map<String, Long> limits = new HashMap<>();
    final List<Long> times = new ArrayList<>();

    Account(Row row) {
      name = row.name("account");
    }

    void add(Row row) {
      times.add(row.millis());
      String limit =
          ("total".equals(row.text("scope")) ? "total." : "limit.") + row.text("resource");
      limits.merge(limit, 1L, Long::sum);
    }

    /** The most within a minute. */
    int densest() {
      long[] sorted = times.stream().mapToLong(Long::longValue).sorted().toArray();
      int most = 0;
      int first = 0;
      for (int last = 0; last < sorted.length; last++) {
        while (sorted[last] - sorted[first] >= WINDOW_MILLIS) {
          first++;
        }
        most = Math.max(most, last - first + 1);
      }
      return most;
    }

    String limit() {
      return limits.entrySet().stream()
          .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry::getKey))
          .map(Map.Entry::getKey)
          .orElse("");
    }
  }

  @Override
  Finding find(IItemCollection items, IPreferenceValueProvider preferences) {
    Map<String, Account> accounts = new HashMap<>();
    Row.forEach(
        items,
        EXCEEDED,
        row -> accounts.computeIfAbsent(row.text("account"), key -> new Account(row)).add(row));
    if (accounts.isEmpty()) {
      return Finding.fine("No evaluation was stopped or denied.");
    }
    Account worst =
        accounts.values().stream()
            .max(
                Comparator.comparingInt(Account::densest)
                    .thenComparing(account -> account.name, Comparator.reverseOrder()))
            .orElseThrow();
    int densest = worst.densest();
    double score = score(preferences, densest);
    return new Finding(
        score,
        "At most, %d evaluations of account %s were stopped or denied within a minute, mostly by %s."
            .formatted(densest, worst.name, worst.limit()),
        "Of all accounts, %d evaluations were stopped or denied."
            .formatted(accounts.values().stream().mapToLong(one -> one.times.size()).sum()),
        score < 25
            ? ""
            : "Somebody tries again and again, or a limit is too low for what its scripts have to do."
                + " A denied evaluation costs little, but its host should wait before the next.");
  }
}
