package dev.tachograph.meter;

import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Charges for what no woven code counts, but the host says. Thread-safe. */
final class HostCharges {
  private final Object lock;
  private final Set<RunningEvaluation> running;
  private final Supplier<@Nullable RunningEvaluation> bound;
  private final Leases leases;
  private final Limiter limiter;
  private final Ticker ticker;

  /** Something that is held until it is released. */
  static final class Hold {
    private final AccountNode account;
    private final @Nullable RunningEvaluation evaluation;
    private final Resource resource;
    private long amount;

    private Hold(
        AccountNode account,
        @Nullable RunningEvaluation evaluation,
        Resource resource,
        long amount) {
      this.account = account;
      this.evaluation = evaluation;
      this.resource = resource;
      this.amount = amount;
    }
  }

  /**
   * @param lock the ledger's
   * @param running the open evaluations
   * @param bound the innermost one that this thread's host opened
   */
  HostCharges(
      Object lock,
      Set<RunningEvaluation> running,
      Supplier<@Nullable RunningEvaluation> bound,
      Leases leases,
      Limiter limiter,
      Ticker ticker) {
    this.lock = lock;
    this.running = running;
    this.bound = bound;
    this.leases = leases;
    this.limiter = limiter;
    this.ticker = ticker;
  }

  /**
   * Charges an account, and this thread's evaluation if it is on that account and the resource is
   * counted by hosts alone, or fuel. An evaluation that should have stopped stops here.
   *
   * @return whether no evaluation was charged
   * @throws LimitExceededError if that would exceed a limit; nothing is charged then
   */
  boolean charge(AccountNode account, Resource resource, long amount) {
    if (resource.kind() == Resource.Kind.LEVEL) {
      throw new IllegalArgumentException(
          resource.key() + " rises and falls: hold it with a guard instead");
    }
    boolean countable = resource.kind() == Resource.Kind.SUM || resource.isHosts();
    if (!countable || resource.isMeasured() || resource.isOnePerEvaluation()) {
      throw new IllegalArgumentException(
          resource.key() + " is read by the meter itself, and cannot be charged");
    }
    boolean fuel = resource == Resource.FUEL;
    RunningEvaluation evaluation = fuel || resource.isHosts() ? evaluationOn(account) : null;
    if (fuel && evaluation == null) {
      throw new IllegalArgumentException(
          "fuel is charged to an evaluation of account '%s', and none runs on this thread"
              .formatted(account.id));
    }
    take(account, evaluation, resource, amount, false);
    return evaluation == null;
  }

  /**
   * Takes so much until it is released.
   *
   * @throws LimitExceededError if that would exceed a limit; nothing is taken then
   */
  Hold hold(AccountNode account, Resource resource, long amount) {
    if (resource.kind() != Resource.Kind.LEVEL) {
      throw new IllegalArgumentException(
          resource.key() + " is never given back: charge it instead of holding it");
    }
    RunningEvaluation evaluation = evaluationOn(account);
    take(account, evaluation, resource, amount, true);
    return new Hold(account, evaluation, resource, amount);
  }

  void release(Hold hold) {
    synchronized (lock) {
      hold.account.raise(hold.resource.ordinal(), -hold.amount);
      if (hold.evaluation != null) {
        hold.evaluation.hosts().raise(hold.resource, -hold.amount);
      }
      hold.amount = 0;
    }
  }

  private void take(
      AccountNode account,
      @Nullable RunningEvaluation evaluation,
      Resource resource,
      long amount,
      boolean level) {
    if (amount < 0) {
      throw new IllegalArgumentException(
          "%s charged with %d: it is 0 or more".formatted(resource.key(), amount));
    }
    LimitExceededError refused = null;
    synchronized (lock) {
      Register.requireOpen(account);
      account.refillDue(ticker);
      LimitExceededError earlier = evaluation == null ? null : evaluation.error();
      if (earlier != null) {
        throw earlier.again();
      }
      LimitExceededError overdue = evaluation == null ? null : limiter.stopOverdue(evaluation);
      Breach breach = overdue == null ? breach(account, evaluation, resource, amount) : null;
      if (overdue != null) {
        refused = overdue;
      } else if (breach != null) {
        if (breach.scope() == Breach.Scope.TOTAL) {
          account.overdraw(breach.resource());
        }
        refused = evaluation == null ? LimitExceededError.of(breach) : evaluation.breach(breach);
      } else {
        book(account, evaluation, resource, amount, level);
      }
    }
    if (refused != null) {
      if (evaluation != null) {
        limiter.tell(evaluation, refused);
      }
      throw refused;
    }
  }

  private static void book(
      AccountNode account,
      @Nullable RunningEvaluation evaluation,
      Resource resource,
      long amount,
      boolean level) {
    int i = resource.ordinal();
    if (resource == Resource.FUEL && evaluation != null) {
      evaluation.burn(amount); // settled with the rest of its fuel
      return;
    }
    if (level) {
      account.raise(i, amount);
    } else {
      account.spend(i, amount);
      account.spend(Fuel.INDEX, Fuel.of(i, amount));
    }
    if (evaluation != null) {
      HostCounts counts = evaluation.hosts();
      if (level) {
        counts.raise(resource, amount);
      } else {
        counts.count(resource, amount);
      }
    }
  }

  /** Why so much cannot be charged, or {@code null}. */
  private @Nullable Breach breach(
      AccountNode account, @Nullable RunningEvaluation evaluation, Resource resource, long amount) {
    int i = resource.ordinal();
    if (resource == Resource.FUEL && evaluation != null) {
      long used = Resource.FUEL.combine(evaluation.used(i), amount);
      return used > leases.bounded(evaluation, i, evaluation.used(i), amount)
          ? Breaches.of(evaluation, i, used, amount)
          : null;
    }
    long before = evaluation == null ? 0 : before(evaluation, resource);
    long used =
        resource.kind() == Resource.Kind.PEAK ? amount : Resource.FUEL.combine(before, amount);
    for (AccountNode node = account; node != null; node = node.parent) {
      boolean one = evaluation != null || resource.kind() == Resource.Kind.PEAK;
      if (one && used > limit(node, evaluation, i)) {
        return breach(node, evaluation, resource, Breach.Scope.EVALUATION, used, amount);
      }
    }
    AccountNode blocking = leases.blocking(account, i, amount);
    if (blocking != null) {
      long sum = Resource.FUEL.combine(blocking.shown(i), amount);
      return breach(blocking, evaluation, resource, Breach.Scope.TOTAL, sum, amount);
    }
    long fuel = Fuel.of(i, amount);
    blocking = fuel == 0 ? null : leases.blocking(account, Fuel.INDEX, fuel);
    if (blocking != null) {
      long sum = Resource.FUEL.combine(blocking.shown(Fuel.INDEX), fuel);
      return breach(blocking, evaluation, Resource.FUEL, Breach.Scope.TOTAL, sum, fuel);
    }
    return null;
  }

  private static long before(RunningEvaluation evaluation, Resource resource) {
    return resource.kind() == Resource.Kind.LEVEL
        ? evaluation.hosts().level(resource)
        : evaluation.hosts().used(resource);
  }

  private static Breach breach(
      AccountNode node,
      @Nullable RunningEvaluation evaluation,
      Resource resource,
      Breach.Scope scope,
      long used,
      long requested) {
    return new Breach(
        Breach.Kind.EXCEEDED,
        resource,
        scope,
        scope == Breach.Scope.TOTAL
            ? node.total(resource.ordinal())
            : limit(node, evaluation, resource.ordinal()),
        used,
        requested,
        node.id,
        evaluation == null ? "" : evaluation.script,
        evaluation == null ? null : evaluation.position());
  }

  private static long limit(
      AccountNode node, @Nullable RunningEvaluation evaluation, int resource) {
    return evaluation == null ? node.perEvaluation(resource) : evaluation.limit(node, resource);
  }

  /** This thread's innermost evaluation, if it is on the account. */
  private @Nullable RunningEvaluation evaluationOn(AccountNode account) {
    RunningEvaluation innermost = current();
    return innermost != null && innermost.account == account ? innermost : null;
  }

  /** This thread's innermost evaluation, or {@code null}. */
  @Nullable RunningEvaluation current() {
    RunningEvaluation opened = bound.get();
    if (opened != null) {
      return opened;
    }
    Thread thread = Thread.currentThread();
    RunningEvaluation innermost = null;
    for (RunningEvaluation evaluation : running) {
      if (evaluation.thread == thread && (innermost == null || evaluation.id > innermost.id)) {
        innermost = evaluation;
      }
    }
    return innermost;
  }
}
