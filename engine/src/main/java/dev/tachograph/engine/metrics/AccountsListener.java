package dev.tachograph.engine.metrics;

import dev.tachograph.meter.EvaluationListener;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Hears what accounts do, and writes it on meters: the first so many accounts have meters of their
 * own as long as this listens, whether they are closed, opened again or reset; the others share
 * {@value #OTHER}. So meters never fall, and their sum is all that was heard. Thread-safe.
 */
final class AccountsListener implements EvaluationListener {
  static final String OTHER = "(other)";

  /** Names may be chosen by strangers, and every scrape repeats them. */
  private static final int LONGEST_NAME = 200;

  private final OwnMeters meters;
  private final Ledgers ledger;
  private final int maximum;
  private final Predicate<String> named;
  private final Map<String, AccountMeters> accounts = new ConcurrentHashMap<>();
  private final Map<String, LimitMeters> limits = new ConcurrentHashMap<>();
  private final AccountMeters others;

  /**
   * @param maximum how many accounts have meters of their own
   * @param named which of them may
   */
  AccountsListener(OwnMeters meters, Ledgers ledger, int maximum, Predicate<String> named) {
    this.meters = meters;
    this.ledger = ledger;
    this.maximum = maximum;
    this.named = named;
    others = new AccountMeters(meters, OTHER);
  }

  @Override
  public void started(EvaluationRecord evaluation) {
    of(evaluation.account()).started(evaluation);
  }

  @Override
  public void ended(EvaluationRecord evaluation) {
    of(evaluation.account()).ended(evaluation);
  }

  @Override
  public void compiled(EvaluationRecord compilation) {
    of(compilation.account()).charge(compilation.usage());
  }

  @Override
  public void charged(String account, Resource resource, long amount) {
    of(account).charge(Usage.ofCharge(resource, amount));
  }

  @Override
  public void changed(String account) {
    LimitMeters known = limits.get(account);
    if (known != null) {
      known.update();
    }
  }

  private AccountMeters of(String account) {
    AccountMeters known = accounts.get(account);
    return known != null ? known : admit(account);
  }

  private AccountMeters admit(String account) {
    if (accounts.size() >= maximum || !mayHaveItsOwn(account)) {
      return others;
    }
    LimitMeters standing = new LimitMeters(meters, ledger, account);
    AccountMeters fresh;
    synchronized (accounts) {
      AccountMeters known = accounts.get(account);
      if (known != null || accounts.size() >= maximum) {
        return known == null ? others : known;
      }
      fresh = new AccountMeters(meters, account);
      limits.put(account, standing);
      accounts.put(account, fresh);
    }
    standing.update();
    return fresh;
  }

  private boolean mayHaveItsOwn(String account) {
    return account.length() <= LONGEST_NAME && !account.equals(OTHER) && named.test(account);
  }
}
