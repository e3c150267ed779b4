package dev.tachograph.jfr;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Usage;

/** Sums up what a script used in an account. Guarded by the account's book. */
final class ScriptBook {
  private final String account;
  private final String script;
  private final Repeats repeats = new Repeats();
  private long ends;
  private Usage used = Usage.none();

  ScriptBook(String account, String script) {
    this.account = account;
    this.script = script;
  }

  /** Returns the number of this end. */
  long ended(EvaluationRecord evaluation) {
    charge(evaluation.usage());
    return ++ends;
  }

  void charge(Usage usage) {
    used = used.plus(usage);
    repeats.changed();
  }

  void snapshot(long meterId, boolean all) {
    if (!repeats.due(all)) {
      return;
    }
    ScriptSnapshotEvent event = new ScriptSnapshotEvent();
    event.account = account;
    event.script = script.isEmpty() ? null : script;
    if (event.shouldCommit()) {
      event.meterId = meterId;
      event.ends = ends;
      event.used(used);
      event.commit();
    }
  }
}
