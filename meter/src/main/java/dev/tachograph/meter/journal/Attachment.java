package dev.tachograph.meter.journal;

import dev.tachograph.meter.Allowance;
import dev.tachograph.meter.Carryover;
import dev.tachograph.meter.EvaluationListener;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what it hears of one account and those below it. Thread-safe.
 *
 * <p>Some news come with the ledger's lock held, under which the log's memory may be locked, never
 * its file, and never the other way round.
 */
final class Attachment implements EvaluationListener {
  private final Log log;
  private final ResourceTracker root;
  private final Map<String, ResourceTracker> accounts = new ConcurrentHashMap<>();

  /** Accounts whose earlier usage could not be put back. */
  private final Map<String, RuntimeException> unusable = new ConcurrentHashMap<>();

  /** The numbers of evaluations that have begun; changed with the log's memory locked. */
  private final Map<Long, Long> numbers = new ConcurrentHashMap<>();

  /** What is forgotten of evaluations that are admitted, but not yet written. As above. */
  private final Map<Long, Map<String, Usage>> early = new ConcurrentHashMap<>();

  /** Evaluations that were refused because they could not be written. */
  private final Map<Long, Boolean> refused = new ConcurrentHashMap<>();

  Attachment(Log log, ResourceTracker root) {
    this.log = log;
    this.root = root;
  }

  ResourceTracker root() {
    return root;
  }

  boolean keeps(String account) {
    return accounts.containsKey(account);
  }

  @Nullable ResourceTracker tracker(String account) {
    return accounts.get(account);
  }

  /**
   * Puts back what an account used earlier, unless that is done.
   *
   * @throws IllegalStateException if the account has used something else
   */
  void keep(ResourceTracker tracker) {
    if (accounts.putIfAbsent(tracker.account(), tracker) != null) {
      return;
    }
    if (!Usages.isNone(tracker.usage())) {
      accounts.remove(tracker.account());
      throw new IllegalStateException(
          "account '%s' has used something already: attach it to a journal before that, or reset it"
              .formatted(tracker.account()));
    }
    String id = tracker.account();
    String parent = tracker.parent().map(ResourceTracker::account).orElse(null);
    AccountNote.Account known =
        log.read(
            totals -> {
              AccountTotals account = totals.find(id);
              return account == null ? null : AccountNote.Account.of(account);
            });
    if (known != null) {
      tracker.restore(
          new Carryover(
              known.usage(),
              known.statistics(),
              known.history(),
              new Allowance(0, known.allowance())));
    }
    log.append(
        totals -> {
          AccountTotals account = totals.find(id);
          if (account != null) {
            account.limitsVersion = -1;
            account.allowanceVersion = -1;
          }
          boolean same = account != null && Objects.equals(account.parent, parent);
          return same ? List.of() : List.of(new AccountNote.Opened(id, parent));
        });
    for (ResourceTracker child : tracker.children()) {
      keep(child);
    }
  }

  @Override
  public void opened(String account, @Nullable String parent) {
    ResourceTracker above = parent == null ? null : accounts.get(parent);
    try {
      if (above != null) {
        keep(above.child(account.substring(above.account().length() + 1)));
      } else if (account.equals(root.account())) {
        keep(root);
      }
    } catch (RuntimeException failed) {
      unusable.put(account, failed);
    }
  }

  @Override
  public void closed(String account) {
    accounts.remove(account);
    unusable.remove(account);
  }

  @Override
  public void admitting(EvaluationRecord evaluation) {
    String account = evaluation.account();
    RuntimeException reason = unusable.get(account);
    if (reason != null) {
      throw new JournalException(
          "account '%s' cannot be used: what it used earlier is in the journal, but could not be put"
                  .formatted(account)
              + " back",
          reason);
    }
    if (!keeps(account)) {
      return;
    }
    long written =
        log.append(
            totals -> {
              long number = totals.nextNumber();
              numbers.put(evaluation.id(), number);
              List<Note> notes = new ArrayList<>();
              notes.add(new EvaluationNote.Begins(number, evaluation));
              Map<String, Usage> forgotten = early.remove(evaluation.id());
              if (forgotten != null) {
                forgotten.forEach(
                    (id, usage) -> notes.add(new EvaluationNote.Forgets(number, id, usage)));
              }
              return notes;
            });
    try {
      log.flush(written);
    } catch (IOException failed) {
      refused.put(evaluation.id(), true);
      throw new JournalException(
          "not started: the journal cannot be written (%s), and what it would use could be lost"
              .formatted(failed),
          failed);
    }
  }

  @Override
  public void ended(EvaluationRecord evaluation) {
    end(evaluation, evaluation.outcome() != EvaluationRecord.Outcome.DENIED);
  }

  @Override
  public void compiled(EvaluationRecord compilation) {
    end(compilation, true);
  }

  private void end(EvaluationRecord evaluation, boolean wait) {
    if (!numbers.containsKey(evaluation.id()) && !keeps(evaluation.account())) {
      return;
    }
    Map<String, Allowance> allowances = allowances(evaluation.account());
    long written =
        log.append(
            totals -> {
              Long number = numbers.remove(evaluation.id());
              early.remove(evaluation.id());
              return List.of(
                  new EvaluationNote.Ends(
                      number == null ? 0 : number, evaluation, changed(totals, allowances)));
            });
    if (wait && refused.remove(evaluation.id()) == null) {
      flush(written);
    }
  }

  @Override
  public void charged(String account, Resource resource, long amount) {
    if (keeps(account)) {
      Map<String, Allowance> allowances = allowances(account);
      flush(
          log.append(
              totals -> {
                List<Note> notes = new ArrayList<>(changed(totals, allowances));
                notes.add(new AccountNote.Charged(account, resource, amount));
                return notes;
              }));
    }
  }

  @Override
  public void reset(String account, List<EvaluationRecord> running) {
    if (keeps(account)) {
      log.append(
          totals -> {
            Map<Long, Usage> booked = new LinkedHashMap<>();
            for (EvaluationRecord evaluation : running) {
              Long number = numbers.get(evaluation.id());
              if (number != null) {
                booked.put(number, evaluation.usage());
              } else {
                early
                    .computeIfAbsent(evaluation.id(), id -> new LinkedHashMap<>())
                    .put(account, evaluation.usage());
              }
            }
            return List.of(new AccountNote.Reset(account, booked));
          });
    }
  }

  @Override
  public void changed(String account) {
    ResourceTracker tracker = accounts.get(account);
    if (tracker != null) {
      flush(noteLimits(tracker));
    }
  }

  /** Notes what the limits of an account are, and how they stand, if that is news. */
  long noteLimits(ResourceTracker tracker) {
    Allowance allowance = tracker.allowance();
    String limits = tracker.limits().toString();
    Map<String, Allowance> allowances = Map.of(tracker.account(), allowance);
    return log.append(
        totals -> {
          List<Note> notes = new ArrayList<>(changed(totals, allowances));
          AccountTotals account = totals.account(tracker.account());
          if (account.limitsVersion < allowance.version()) {
            account.limitsVersion = allowance.version();
            if (!account.limits().equals(limits)) {
              notes.add(new AccountNote.Limited(tracker.account(), limits));
            }
          }
          return notes;
        });
  }

  /** How the limits of the account and of those that pay with it stand now. */
  private Map<String, Allowance> allowances(String account) {
    Map<String, Allowance> all = new LinkedHashMap<>();
    Optional<ResourceTracker> tracker = Optional.ofNullable(accounts.get(account));
    while (tracker.isPresent() && keeps(tracker.get().account())) {
      try {
        all.put(tracker.get().account(), tracker.get().allowance());
      } catch (IllegalStateException closed) {
        // by somebody, just now: nothing depends on it any more
      }
      tracker = tracker.get().parent();
    }
    return all;
  }

  private static List<AccountNote.Allowed> changed(
      Totals totals, Map<String, Allowance> allowances) {
    List<AccountNote.Allowed> notes = new ArrayList<>(0);
    allowances.forEach(
        (id, allowance) -> {
          AccountTotals account = totals.account(id);
          if (account.allowanceVersion < allowance.version()) {
            account.allowanceVersion = allowance.version();
            if (!account.allowance().equals(allowance.text())) {
              notes.add(new AccountNote.Allowed(id, allowance.text()));
            }
          }
        });
    return notes;
  }

  /** Notes what running evaluations used so far. */
  void checkpoint() {
    for (EvaluationRecord evaluation : running()) {
      Map<String, Allowance> allowances = allowances(evaluation.account());
      log.append(
          totals -> {
            Long number = numbers.get(evaluation.id());
            OpenEvaluation open = number == null ? null : totals.open().get(number);
            List<Note> notes = new ArrayList<>(changed(totals, allowances));
            if (open != null && !open.used().equals(evaluation.usage())) {
              notes.add(
                  new EvaluationNote.Checkpoint(
                      open.number, evaluation.script(), evaluation.usage()));
            }
            return notes;
          });
    }
  }

  private List<EvaluationRecord> running() {
    try {
      return root.running();
    } catch (IllegalStateException closed) {
      return List.of();
    }
  }

  private void flush(long written) {
    try {
      log.flush(written);
    } catch (IOException failed) {
      throw new JournalException(
          "the journal cannot be written (%s): no evaluation is admitted until it can"
              .formatted(failed),
          failed);
    }
  }
}
