package dev.tachograph.meter;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The accounts of a ledger by their ids. Thread-safe, but for {@link #usage}. */
final class Accounts {
  private final Map<String, AccountNode> accounts = new ConcurrentHashMap<>();
  private final Set<RunningEvaluation> running;
  private final Object opening = new Object();

  /** By the account's id. Guarded by {@link #opening}, so that no account misses a change. */
  private Function<String, Limits> ambientLimits = id -> Limits.unlimited();

  private volatile boolean interruptCancels;

  /**
   * @param running the open evaluations
   */
  Accounts(Set<RunningEvaluation> running) {
    this.running = running;
  }

  /**
   * Sets the limits of every account that {@link #ambient} will make.
   *
   * @return those that it has made before
   */
  List<AccountNode> setAmbientLimits(Function<String, Limits> limits) {
    synchronized (opening) {
      ambientLimits = limits;
      return accounts.values().stream().filter(AccountNode::hasAmbientLimits).toList();
    }
  }

  /** Sets whether interrupts cancel the evaluations of every account that will be made. */
  void setInterruptCancels(boolean cancels) {
    interruptCancels = cancels;
  }

  Collection<String> ids() {
    return Set.copyOf(accounts.keySet());
  }

  /**
   * Opens an account, or finds it.
   *
   * @throws IllegalArgumentException if it is open below another parent
   */
  AccountNode open(String id, @Nullable AccountNode parent) {
    AccountNode account = accounts.computeIfAbsent(id, key -> make(key, parent));
    if (parent != null && account.parent == parent) {
      parent.addChild(account);
    }
    if (account.parent != parent) {
      throw new IllegalArgumentException(
          "account '%s' is open already, %s: give this one another name"
              .formatted(
                  id,
                  account.parent == null
                      ? "and below no other"
                      : "below account '" + account.parent.id + "'"));
    }
    return account;
  }

  /** Forgets an account, which its evaluations then have for themselves. */
  void remove(AccountNode account) {
    accounts.remove(account.id, account);
    if (account.parent != null) {
      account.parent.removeChild(account);
    }
  }

  /** The account if there is one already. */
  @Nullable AccountNode find(String id) {
    return accounts.get(id);
  }

  /** The account; without limits if it is new. */
  AccountNode get(String id) {
    AccountNode known = accounts.get(id);
    return known != null ? known : accounts.computeIfAbsent(id, key -> make(key, null));
  }

  /** The account of script code that no API call opened. */
  AccountNode ambient(String id) {
    AccountNode known = accounts.get(id);
    if (known != null) {
      return known;
    }
    synchronized (opening) {
      return accounts.computeIfAbsent(
          id,
          key -> {
            AccountNode account = make(key, null);
            account.setLimits(ambientLimits.apply(key));
            account.setAmbientLimits(true);
            return account;
          });
    }
  }

  private AccountNode make(String id, @Nullable AccountNode parent) {
    AccountNode account = new AccountNode(id, parent);
    account.setCancelledByInterrupt(interruptCancels);
    return account;
  }

  /** What was spent, running evaluations included. With the ledger's lock held. */
  Usage usage(AccountNode account) {
    long[] counts = new long[Resource.all().size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = account.isUnknown(i) ? Usage.UNKNOWN : account.spent(i);
    }
    for (RunningEvaluation evaluation : running) {
      if (evaluation.account.isWithin(account)) {
        for (int i = 0; i <= Fuel.INDEX; i++) {
          Resource resource = Resource.all().get(i);
          long used = evaluation.used(i);
          long booked = resource.kind() == Resource.Kind.SUM ? evaluation.settled[i] : 0;
          counts[i] = resource.combine(counts[i], Math.max(0, used - booked));
        }
        evaluation.stopwatch.look();
        for (Resource resource : Resource.measured()) {
          int i = resource.ordinal();
          long seen = evaluation.stopwatch.unbooked(resource);
          counts[i] =
              seen == Usage.UNKNOWN || counts[i] == Usage.UNKNOWN
                  ? Usage.UNKNOWN
                  : resource.combine(counts[i], seen);
        }
      }
    }
    return Usage.of(counts);
  }
}
