package dev.tachograph.meter;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Divides what is left of cumulative limits among the evaluations that run.
 *
 * <p>An evaluation alone on its account leases all that is left, so that its counters overflow only
 * at a real breach. Beside others it leases a share. One that runs out first takes back what the
 * others have not used: it shuts their counters, waits until each of those threads has passed a
 * safepoint, after which their counts are in memory and their next count asks the ledger, and then
 * settles them. So leases never exceed what is left, and a breach is declared only when all of it
 * is used.
 *
 * <p>All methods are called with the ledger's lock held.
 */
final class Leases {
  private final Set<RunningEvaluation> running;
  private final Ticker ticker;

  /**
   * @param running the open evaluations
   */
  Leases(Set<RunningEvaluation> running, Ticker ticker) {
    this.running = running;
    this.ticker = ticker;
  }

  /**
   * How far the counter may run: the limit per evaluation, the budget or the fuel, whichever ends
   * first.
   *
   * @param covered the counts up to here that were allowed
   * @param requested what is asked for beyond
   */
  long allowance(RunningEvaluation evaluation, int counter, long covered, long requested) {
    long own = bounded(evaluation, counter, covered, requested);
    return Fuel.weight(counter) == 0 || !isFuelled(evaluation)
        ? own
        : Math.min(own, fuelled(evaluation, counter, covered, requested));
  }

  /** The same without regard to fuel. */
  long bounded(RunningEvaluation evaluation, int counter, long covered, long requested) {
    long perEvaluation = Long.MAX_VALUE;
    boolean totals = false;
    for (AccountNode node = evaluation.account; node != null; node = node.parent) {
      perEvaluation = Math.min(perEvaluation, evaluation.limit(node, counter));
      totals |= node.total(counter) != Long.MAX_VALUE;
    }
    if (!totals || covered >= perEvaluation) {
      return perEvaluation;
    }
    return Math.min(perEvaluation, renew(evaluation, counter, covered, Math.max(1, requested)));
  }

  private static boolean isBounded(AccountNode account, int counter) {
    for (AccountNode node = account; node != null; node = node.parent) {
      if (node.total(counter) != Long.MAX_VALUE) {
        return true;
      }
    }
    return false;
  }

  private static boolean isFuelled(RunningEvaluation evaluation) {
    for (AccountNode node = evaluation.account; node != null; node = node.parent) {
      if (evaluation.limit(node, Fuel.INDEX) != Long.MAX_VALUE
          || node.total(Fuel.INDEX) != Long.MAX_VALUE) {
        return true;
      }
    }
    return false;
  }

  /**
   * Divides the fuel that is left among the counters, so that all of them together cannot use more
   * than there is: each gets a share, and the one that asks gets what it asks for.
   */
  private long fuelled(RunningEvaluation evaluation, int counter, long covered, long requested) {
    long used = evaluation.fuelWith(counter, covered);
    long limit = bounded(evaluation, Fuel.INDEX, used, Fuel.of(counter, requested));
    if (limit == Long.MAX_VALUE) {
      return limit;
    }
    long left = Math.max(0, limit - used);
    long most = left / Fuel.weight(counter);
    long own = Math.min(most, Math.max(requested, most / Fuel.COUNTERS));
    long share = (left - own * Fuel.weight(counter)) / Fuel.COUNTERS;
    for (int i = 0; i < Ledger.COUNTERS; i++) {
      if (i != counter && Fuel.weight(i) != 0) {
        long now = evaluation.used(i);
        evaluation.moveLimit(
            i, Math.min(bounded(evaluation, i, now, 0), now + share / Fuel.weight(i)));
      }
    }
    return covered + own;
  }

  /**
   * Charges what the evaluation counted so far and leases a part of the rest. A count that was
   * pending when everything was settled is charged already.
   *
   * @param used the counts up to here that the budget covered
   * @param requested what is needed at least
   * @return the new limit of the counter; {@code used} itself when nothing is left
   */
  private long renew(RunningEvaluation evaluation, int counter, long used, long requested) {
    AccountNode account = evaluation.account;
    account.drip(ticker); // of what was spent up to now, before more is
    boolean size = Resource.all().get(counter).isChargedBySize();
    long charged = size ? used : Math.max(used, evaluation.settled[counter]);
    long needed = Math.max(0, requested - (charged - used));
    settle(evaluation, counter, charged);
    account.refillDue(ticker);
    long free = account.freeOnPath(counter);
    int others = 0;
    for (RunningEvaluation other : running) {
      if (other != evaluation && shareBudget(account, other, counter)) {
        others++;
        if (free < needed) {
          reclaim(other, counter);
        }
      }
    }
    if (free < needed && others > 0) {
      free = account.freeOnPath(counter);
    }
    if (free == Long.MAX_VALUE) {
      return free;
    }
    long share = others == 0 ? free : Math.max(Math.min(needed, free), free / (others + 1));
    account.lease(counter, share);
    evaluation.leased[counter] = share;
    return charged + share;
  }

  /** Charges the account with the counts up to {@code used} and gives back what was leased. */
  void settle(RunningEvaluation evaluation, int counter, long used) {
    boolean peak = Resource.all().get(counter).kind() != Resource.Kind.SUM;
    long delta = used - evaluation.settled[counter];
    if (delta != 0) {
      evaluation.account.spend(counter, peak ? used : delta);
      evaluation.settled[counter] = used;
    }
    evaluation.account.lease(counter, -evaluation.leased[counter]);
    evaluation.leased[counter] = 0;
  }

  private void reclaim(RunningEvaluation other, int counter) {
    if (other.leased[counter] == 0) {
      return;
    }
    other.moveLimit(counter, Ledger.SHUT);
    awaitSafepoint(other.thread);
    long covered = other.settled[counter] + other.leased[counter];
    settle(other, counter, Math.min(other.allowed(counter), covered));
  }

  /** Charges the account with all that an evaluation used up to now; it asks for more next. */
  void settleAll(RunningEvaluation evaluation) {
    evaluation.account.drip(ticker);
    evaluation.shut();
    awaitSafepoint(evaluation.thread);
    for (int i = 0; i <= Fuel.INDEX; i++) {
      if (evaluation.leased[i] != 0) {
        reclaim(evaluation, i);
      } else if (!isBounded(evaluation.account, i)) {
        settle(evaluation, i, evaluation.allowed(i));
      } // otherwise nothing is allowed beyond what is settled: it has yet to ask
    }
    evaluation.book();
  }

  /**
   * The account on the path that has not so much free, even when what others leased and have not
   * used is taken back; or {@code null}.
   */
  @Nullable AccountNode blocking(AccountNode account, int resource, long amount) {
    if (account.freeOnPath(resource) < amount) {
      for (RunningEvaluation other : running) {
        if (resource <= Fuel.INDEX && shareBudget(account, other, resource)) {
          reclaim(other, resource);
        }
      }
    }
    for (AccountNode node = account; node != null; node = node.parent) {
      if (node.free(resource) < amount) {
        return node;
      }
    }
    return null;
  }

  private static void awaitSafepoint(Thread thread) {
    StackTraceElement[] passed = thread.getStackTrace();
    assert passed != null;
  }

  private static boolean shareBudget(AccountNode account, RunningEvaluation two, int counter) {
    for (AccountNode node = account; node != null; node = node.parent) {
      if (node.total(counter) != Long.MAX_VALUE && two.account.isWithin(node)) {
        return true;
      }
    }
    return false;
  }

  /** The account that stops the evaluation: the first on the path that has nothing free. */
  static AccountNode blocking(AccountNode account, int counter) {
    @Nullable AccountNode node = account;
    while (node != null) {
      if (node.free(counter) <= 0) {
        return node;
      }
      node = node.parent;
    }
    return account;
  }
}
