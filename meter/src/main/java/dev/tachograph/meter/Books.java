package dev.tachograph.meter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The accounts of a ledger, as trackers see and change them. Thread-safe. */
final class Books {
  private final Object lock;
  private final Accounts accounts;
  private final Set<RunningEvaluation> running;
  private final Leases leases;
  private final Watchdog watchdog;
  private final Listeners listeners;
  private final Ticker ticker;
  private final HostCharges charges;

  /**
   * @param lock the ledger's
   * @param running the open evaluations
   */
  Books(
      Object lock,
      Accounts accounts,
      Set<RunningEvaluation> running,
      Supplier<@Nullable RunningEvaluation> bound,
      Leases leases,
      Watchdog watchdog,
      Limiter limiter,
      Listeners listeners,
      Ticker ticker) {
    this.lock = lock;
    this.accounts = accounts;
    this.running = running;
    this.leases = leases;
    this.watchdog = watchdog;
    this.listeners = listeners;
    this.ticker = ticker;
    charges = new HostCharges(lock, running, bound, leases, limiter, ticker);
  }

  /**
   * Opens an account, or finds it.
   *
   * @param parentId {@code null} for none
   * @throws IllegalArgumentException if it is open below another parent
   * @throws IllegalStateException if the parent is closed
   */
  void open(String id, @Nullable String parentId) {
    synchronized (lock) {
      boolean known = accounts.find(id) != null;
      AccountNode account = accounts.open(id, parentId == null ? null : get(parentId));
      account.defaultHistorySize(ResourceTracker.HISTORY_SIZE);
      if (!known) {
        listeners.tell(listener -> listener.opened(id, parentId));
      }
    }
  }

  /**
   * The account.
   *
   * @throws IllegalStateException if it is closed
   */
  AccountNode get(String id) {
    AccountNode account = accounts.find(id);
    if (account == null) {
      throw new IllegalStateException("account '%s' is closed".formatted(id));
    }
    return account;
  }

  /** Whether there is such an account. */
  boolean isOpen(String id) {
    return accounts.find(id) != null;
  }

  /**
   * Forgets an account and those below it. Their evaluations that run go on to their ends, and are
   * booked with the parents that are left.
   */
  void close(String id) {
    synchronized (lock) {
      AccountNode account = accounts.find(id);
      if (account != null) {
        for (AccountNode child : account.children()) {
          close(child.id);
        }
        account.close();
        accounts.remove(account);
        listeners.tell(listener -> listener.closed(id));
      }
    }
  }

  /** The ids of the accounts directly below one, in their order. */
  List<String> children(String id) {
    AccountNode account = get(id);
    synchronized (lock) {
      return account.children().stream().map(child -> child.id).sorted().toList();
    }
  }

  /** Charges an account for what the host counted. */
  void charge(String id, Resource resource, long amount) {
    if (charges.charge(get(id), resource, amount)) {
      listeners.tell(listener -> listener.charged(id, resource, amount));
    }
  }

  /** Takes something for a while. */
  HostCharges.Hold hold(String id, Resource resource, long amount) {
    return charges.hold(get(id), resource, amount);
  }

  /** Ends that while; once. */
  void release(HostCharges.Hold hold) {
    charges.release(hold);
  }

  /** What the account has used, without anybody's limits being looked at. */
  void restore(String id, Usage usage) {
    AccountNode account = get(id);
    synchronized (lock) {
      for (Resource resource : Resource.all()) {
        long used = usage.get(resource);
        if (used == Usage.UNKNOWN) {
          account.forgetMeasure(resource.ordinal());
        } else {
          account.restore(resource.ordinal(), used);
        }
      }
      watchdog.changed(account);
    }
  }

  /** How the account's evaluations ended elsewhere or earlier. */
  void restore(String id, Statistics statistics, List<EvaluationRecord> history) {
    AccountNode account = get(id);
    synchronized (lock) {
      account.restore(statistics, history);
    }
  }

  /** What of the usage does not count against the account's own limits. */
  Allowance allowance(String id) {
    AccountNode account = get(id);
    synchronized (lock) {
      return Allowances.of(account, ticker);
    }
  }

  /** The inverse, after the usage was restored. */
  void restore(String id, Allowance allowance) {
    AccountNode account = get(id);
    synchronized (lock) {
      Allowances.restore(account, allowance, ticker);
      watchdog.changed(account);
    }
  }

  /**
   * Starts an account again from nothing, its history and statistics too. What its running
   * evaluations used so far is gone with it; what they use from now on is counted.
   */
  void reset(String id) {
    AccountNode account = get(id);
    synchronized (lock) {
      List<EvaluationRecord> gone = new ArrayList<>();
      for (RunningEvaluation evaluation : running) {
        if (evaluation.account.isWithin(account)) {
          leases.settleAll(evaluation);
          gone.add(evaluation.booked(ticker.nanos() - evaluation.startNanos));
        }
      }
      account.reset();
      listeners.tell(listener -> listener.reset(id, gone));
    }
    listeners.tell(listener -> listener.changed(id));
  }

  /** Gives an account a part of its budget back, at most what was spent of it. */
  void refill(String id, Resource resource, long amount) {
    if (resource.kind() != Resource.Kind.SUM) {
      throw new IllegalArgumentException(resource.key() + " is no sum: it has nothing to refill");
    }
    if (amount < 0) {
      throw new IllegalArgumentException("a refill of %d: it is 0 or more".formatted(amount));
    }
    AccountNode account = get(id);
    synchronized (lock) {
      for (RunningEvaluation evaluation : running) {
        if (evaluation.account.isWithin(account)) {
          leases.settleAll(evaluation);
        }
      }
      int i = resource.ordinal();
      account.refill(i, Math.min(amount, Math.max(0, account.taken(i))));
    }
    listeners.tell(listener -> listener.changed(id));
  }

  /** What keeps the account from admitting an evaluation, of it or of its parents. */
  @Nullable LimitStatus exhausted(String id) {
    for (AccountNode node = get(id); node != null; node = node.parent) {
      if (!node.limits().refills().isEmpty()) {
        synchronized (lock) {
          node.refillDue(ticker);
        }
      }
      Resource resource = node.exhausted();
      if (resource != null) {
        return status(node, resource, node.shown(resource.ordinal()), true);
      }
    }
    return null;
  }

  /** The account and its limits, or {@code null} if it is not open. */
  @Nullable AccountStanding standing(String id) {
    AccountNode account = accounts.find(id);
    return account == null
        ? null
        : new AccountStanding(
            id,
            account.parent == null ? null : account.parent.id,
            account.limits(),
            account.limits().boundTotals().isEmpty() ? List.of() : status(account));
  }

  /** How the account's own cumulative limits stand. */
  List<LimitStatus> status(String id) {
    return status(get(id));
  }

  private List<LimitStatus> status(AccountNode account) {
    List<LimitStatus> all = new ArrayList<>();
    synchronized (lock) {
      account.refillDue(ticker);
      Usage usage = accounts.usage(account);
      for (Resource resource : account.limits().boundTotals()) {
        int i = resource.ordinal();
        long spent = account.spent(i);
        long used = account.shown(i);
        boolean sum = resource.kind() == Resource.Kind.SUM;
        long unsettled = sum ? usage.get(resource) - spent : 0;
        all.add(status(account, resource, used + unsettled, usage.get(resource) != Usage.UNKNOWN));
      }
    }
    return all;
  }

  /**
   * @param used below 0 where more was carried over than was spent since
   */
  private static LimitStatus status(
      AccountNode account, Resource resource, long used, boolean known) {
    long limit = account.total(resource.ordinal());
    return known
        ? new LimitStatus(account.id, resource, Math.max(0, used), limit, Math.max(0, limit - used))
        : new LimitStatus(account.id, resource, Usage.UNKNOWN, limit, 0);
  }

  Statistics statistics(String id) {
    AccountNode account = get(id);
    synchronized (lock) {
      return account.statistics().read();
    }
  }

  List<EvaluationRecord> history(String id) {
    AccountNode account = get(id);
    synchronized (lock) {
      return account.statistics().history();
    }
  }

  void setHistorySize(String id, int size) {
    AccountNode account = get(id);
    synchronized (lock) {
      account.setHistorySize(size);
    }
  }

  /**
   * What the evaluation of this thread may still use, over all limits on it and on its accounts.
   *
   * @return used, limit and remaining, where {@link Long#MAX_VALUE} is no limit; {@code null}
   *     outside of evaluations
   */
  long @Nullable [] budget(Resource resource) {
    RunningEvaluation evaluation = charges.current();
    if (evaluation == null) {
      return null;
    }
    int i = resource.ordinal();
    long used = evaluation.usage().get(resource);
    long limit = Long.MAX_VALUE;
    long remaining = Long.MAX_VALUE;
    for (AccountNode node = evaluation.account; node != null; node = node.parent) {
      long own = evaluation.limit(node, i);
      limit = Math.min(limit, own);
      remaining = own == Long.MAX_VALUE ? remaining : Math.min(remaining, Math.max(0, own - used));
      if (node.total(i) != Long.MAX_VALUE) {
        remaining = Math.min(remaining, left(node, resource));
        limit = Math.min(limit, node.total(i));
      }
    }
    return new long[] {used, limit, remaining};
  }

  private long left(AccountNode account, Resource resource) {
    return status(account).stream()
        .filter(status -> status.resource() == resource)
        .mapToLong(LimitStatus::remaining)
        .findFirst()
        .orElse(Long.MAX_VALUE);
  }
}
