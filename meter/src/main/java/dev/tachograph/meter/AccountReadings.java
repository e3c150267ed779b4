package dev.tachograph.meter;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What a {@link ResourceTracker} reads of its account, without changing it. Thread-safe. */
abstract sealed class AccountReadings permits ResourceTracker {
  final String account;
  final LedgerPort ledger;

  AccountReadings(String account, LedgerPort ledger) {
    if (account.isEmpty()) {
      throw new IllegalArgumentException("an account needs a name");
    }
    this.account = account;
    this.ledger = ledger;
  }

  /** The name of the account. */
  public String account() {
    return account;
  }

  /** The limits now in force, without those of the parents. */
  public Limits limits() {
    return Limits.read(ledger.limits(account));
  }

  /** The bound on the account's total, or empty when unlimited. */
  public OptionalLong limit(Resource resource) {
    return limits().total(resource);
  }

  /**
   * What the account used so far, its running evaluations and the accounts below it included; of
   * what rises and falls, the most at one time. Takes time in proportion to the evaluations that
   * run now, not to those that ended.
   */
  public Usage usage() {
    return Usage.of(ledger.used(account));
  }

  /** How the account's own cumulative limits stand, in the order of the resources. */
  public Map<Resource, LimitStatus> limitStatus() {
    Map<Resource, LimitStatus> all = new EnumMap<>(Resource.class);
    for (Map<String, @Nullable Object> map : ledger.status(account)) {
      LimitStatus status = LimitStatus.ofMap(map);
      all.put(status.resource(), status);
    }
    return all;
  }

  /**
   * Whether a limit keeps the next evaluation from being admitted; whether an operator {@linkplain
   * Breach#isSuspended suspended} the account shows when it is tried. Takes no lock that
   * evaluations wait for at their start and end, unless something refills.
   */
  public boolean isExhausted() {
    return ledger.exhausted(account) != null;
  }

  /** The limit of this account or of a parent that keeps it from admitting evaluations. */
  public Optional<LimitStatus> exhaustedLimit() {
    return Optional.ofNullable(ledger.exhausted(account)).map(LimitStatus::ofMap);
  }

  /** How the ended evaluations of this account and those below it ended, since it was reset. */
  public Statistics statistics() {
    return Statistics.ofMap(ledger.statistics(account));
  }

  /**
   * The last evaluations of this account and those below it, the latest last; a copy. Denied ones
   * are in it.
   */
  public List<EvaluationRecord> history() {
    return ledger.history(account).stream().map(EvaluationRecord::ofMap).toList();
  }

  /** The evaluations of this account and those below it that run now, with what they used. */
  public List<EvaluationRecord> running() {
    return ledger.running(account).stream().map(EvaluationRecord::ofMap).toList();
  }

  /**
   * What of the usage does not count against the account's own cumulative limits: what was refilled
   * and when, and what was refused. The usage and this are all that another process needs to go on
   * with the limits where this one stopped.
   */
  public Allowance allowance() {
    Object[] parts = ledger.allowance(account);
    return new Allowance((Long) parts[0], (String) parts[1]);
  }

  /** What this account leaves to the script that runs, for the script to ask. */
  public Budget budget() {
    return new Budget(ledger::budget);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AccountReadings that
        && account.equals(that.account)
        && ledger.equals(that.ledger);
  }

  @Override
  public int hashCode() {
    return account.hashCode();
  }

  @Override
  public String toString() {
    return "account " + account;
  }
}
