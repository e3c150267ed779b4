package dev.tachograph.meter.journal;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.Usage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the notes of a journal add up to: the same while they are written and when they are read
 * again. Not thread-safe.
 */
final class Totals {
  private final Map<String, AccountTotals> accounts = new TreeMap<>();
  private final Map<Long, OpenEvaluation> open = new LinkedHashMap<>();
  private final int historySize;
  private long lastNumber;

  Totals(int historySize) {
    this.historySize = historySize;
  }

  Map<String, AccountTotals> accounts() {
    return accounts;
  }

  /** The evaluations without an end, by their numbers, in their order. */
  Map<Long, OpenEvaluation> open() {
    return open;
  }

  @Nullable AccountTotals find(String id) {
    return accounts.get(id);
  }

  AccountTotals account(String id) {
    return accounts.computeIfAbsent(id, AccountTotals::new);
  }

  /** The account and those that pay with it. */
  List<AccountTotals> path(String id) {
    List<AccountTotals> path = new ArrayList<>();
    for (AccountTotals node = account(id); node != null && !path.contains(node); ) {
      path.add(node);
      node = node.parent == null ? null : account(node.parent);
    }
    return path;
  }

  /** A number that no evaluation of this journal has yet. */
  long nextNumber() {
    return lastNumber + 1;
  }

  void begin(long number, EvaluationRecord evaluation) {
    lastNumber = Math.max(lastNumber, number);
    open.put(number, new OpenEvaluation(number, evaluation));
  }

  /** An evaluation of which only the beginning, if at all, was known. */
  void end(long number, EvaluationRecord evaluation) {
    OpenEvaluation begun = open.remove(number);
    for (AccountTotals node : path(evaluation.account())) {
      Usage usage = evaluation.usage();
      node.charge(begun == null ? usage : begun.share(node.id, usage));
      node.note(evaluation, historySize);
    }
  }

  void charge(String account, Usage usage) {
    path(account).forEach(node -> node.charge(usage));
  }

  /**
   * Starts an account from nothing.
   *
   * @param booked of its evaluations that go on, by their numbers, what is gone; those that are
   *     missing ended before
   */
  void reset(String account, Map<Long, Usage> booked) {
    account(account).reset();
    for (OpenEvaluation evaluation : open.values()) {
      if (path(evaluation.account()).contains(account(account))) {
        evaluation.forget(account, booked.get(evaluation.number));
      }
    }
  }

  /** What the evaluations of each account and of those below it used so far that have no end. */
  Map<String, Usage> unbooked() {
    Map<String, Usage> sums = new HashMap<>();
    for (OpenEvaluation evaluation : open.values()) {
      for (AccountTotals node : path(evaluation.account())) {
        sums.merge(node.id, evaluation.share(node.id, evaluation.used()), Usage::plus);
      }
    }
    return sums;
  }
}
