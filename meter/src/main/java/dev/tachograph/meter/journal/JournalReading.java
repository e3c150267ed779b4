package dev.tachograph.meter.journal;

import dev.tachograph.meter.Allowance;
import dev.tachograph.meter.Carryover;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Ticker;
import dev.tachograph.meter.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Shows the totals of a journal as accounts. */
final class JournalReading {
  private JournalReading() {}

  static List<JournalAccount> of(Totals totals, Ticker ticker) {
    Map<String, Usage> unbooked = totals.unbooked();
    List<JournalAccount> accounts = new ArrayList<>();
    for (AccountTotals account : totals.accounts().values()) {
      accounts.add(account(account, unbooked, totals, ticker));
    }
    return accounts;
  }

  /** A ledger of its own says how the limits stand, as it would where the account is used. */
  private static JournalAccount account(
      AccountTotals account, Map<String, Usage> unbooked, Totals totals, Ticker ticker) {
    Limits limits = Limits.read(account.limits());
    try (ResourceTracker tracker = ResourceTracker.standalone(account.id, limits, ticker)) {
      Usage usage = account.usage().plus(unbooked.getOrDefault(account.id, Usage.none()));
      tracker.restore(Carryover.of(usage, new Allowance(0, account.allowance())));
      return new JournalAccount(
          account.id,
          account.parent,
          tracker.usage(),
          limits,
          List.copyOf(tracker.limitStatus().values()),
          account.statistics(),
          account.history(),
          totals.open().values().stream()
              .filter(evaluation -> evaluation.account().equals(account.id))
              .map(evaluation -> evaluation.record(null))
              .toList());
    }
  }
}
