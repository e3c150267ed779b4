package dev.tachograph.jfr;

import dev.tachograph.meter.AccountStanding;
import dev.tachograph.meter.Breach;
import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Usage;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the events of one account and sums up what it was charged with. Thread-safe.
 *
 * <p>Flight Recorder loses events and may deliver them out of order. So a number is given out, the
 * sum is drawn and the event is committed under one lock: the event with the highest number has the
 * right sums, whatever else was lost. The books are kept for events that are switched off or below
 * a threshold, too.
 *
 * <p>The lock is a monitor because a limit may be exceeded with the stack almost used up: a monitor
 * is released even then. Nothing of the ledger is asked while it is held, for the ledger tells some
 * of its news with its own lock held.
 */
final class AccountBook {
  private final Meter meter;
  private final String account;
  private final Map<String, ScriptBook> scripts = new HashMap<>();
  private final Repeats repeats = new Repeats();
  private long starts;
  private long ends;
  private long breaches;
  private long changes;
  private Usage used = Usage.none();
  private @Nullable String limits;
  private boolean reset;

  AccountBook(Meter meter, String account) {
    this.meter = meter;
    this.account = account;
  }

  synchronized void started(EvaluationRecord evaluation) {
    starts++;
    repeats.changed();
    EvaluationStartEvent event = new EvaluationStartEvent();
    if (event.shouldCommit()) {
      event.about(evaluation, meter.id(), starts);
      event.commit();
    }
  }

  /** How many of its evaluations have ended. */
  synchronized long ends() {
    return ends;
  }

  /** The event has begun when the evaluation did, or has not begun at all. */
  synchronized void ended(EvaluationRecord evaluation, EvaluationEndEvent event) {
    ends++;
    charge(evaluation.usage());
    long endsOfScript = script(evaluation.script()).ended(evaluation);
    if (event.shouldCommit()) {
      event.ended(evaluation, meter.id(), ends, endsOfScript);
      event.account(used);
      event.commit();
    }
  }

  synchronized void exceeded(EvaluationRecord evaluation, Breach breach) {
    breaches++;
    repeats.changed();
    LimitExceededEvent event = new LimitExceededEvent();
    if (event.shouldCommit()) {
      event.about(evaluation, meter.id(), breaches);
      event.exceeded(breach);
      event.commit();
    }
  }

  synchronized void compiled(EvaluationRecord compilation) {
    charge(compilation.usage());
    script(compilation.script()).charge(compilation.usage());
  }

  /** It was charged with something that is no evaluation. */
  synchronized void charge(Usage usage) {
    used = used.plus(usage);
    repeats.changed();
  }

  /** The next change is a reset. */
  synchronized void reset() {
    reset = true;
  }

  /** The host changed something. */
  synchronized void changed(@Nullable String current) {
    changes++;
    repeats.changed();
    LimitChangeEvent event = new LimitChangeEvent();
    if (event.shouldCommit()) {
      event.meterId = meter.id();
      event.account = account;
      event.cause = reset ? "reset" : Objects.equals(limits, current) ? "refill" : "limits";
      event.limits = current;
      event.previousLimits = limits;
      event.sequence = changes;
      event.commit();
    }
    limits = current;
    reset = false;
  }

  /**
   * Says how the account and its scripts stand.
   *
   * @param standing {@code null} if the account is closed
   * @param running how many of its evaluations run
   * @param all whether also what did not change
   */
  synchronized void snapshot(@Nullable AccountStanding standing, long running, boolean all) {
    limits = Nearest.limits(standing);
    if (!repeats.due(all || running > 0)) {
      return;
    }
    AccountSnapshotEvent event = new AccountSnapshotEvent();
    event.account = account;
    if (event.shouldCommit()) {
      event.meterId = meter.id();
      event.starts = starts;
      event.ends = ends;
      event.breaches = breaches;
      event.running = running;
      event.limits = limits;
      if (standing != null) {
        event.parent = standing.parent();
        Nearest nearest = Nearest.of(standing.totals());
        event.nearestLimit = nearest.key();
        event.nearestLimitUsed = nearest.share();
      }
      event.used(used);
      event.commit();
    }
  }

  synchronized void snapshotScripts(boolean all) {
    scripts.values().forEach(script -> script.snapshot(meter.id(), all));
  }

  private ScriptBook script(String name) {
    ScriptBook known = scripts.get(name);
    if (known != null) {
      return known;
    }
    String kept = meter.keepsScript() ? name : Meter.OTHER_SCRIPTS;
    return scripts.computeIfAbsent(kept, key -> new ScriptBook(account, key));
  }
}
