package dev.tachograph.agent.tools;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The difference of two recordings in words. */
final class DiffWords {
  private final ProfileDiff diff;
  private final Measure by;
  private final int limit;

  DiffWords(ProfileDiff diff, Measure by, int limit) {
    this.diff = diff;
    this.by = by;
    this.limit = limit;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    String accounts =
        diff.accounts.stream()
            .limit(limit)
            .map(RecordWords::quoted)
            .collect(Collectors.joining(", "));
    int more = diff.accounts.size() - limit;
    RecordWords.line(
        text, "Accounts compared: " + accounts + (more > 0 ? " and " + more + " more" : ""));
    RecordWords.line(
        text,
        diff.isPerEvaluation()
            ? String.format(
                Locale.ROOT,
                "Evaluations of theirs: %,d before, %,d after. Figures are for one evaluation.",
                diff.evaluationsBefore,
                diff.evaluationsAfter)
            : "How many evaluations there were is not known. Figures are for all of them together.");
    List<FunctionChange> dearer = new ArrayList<>();
    List<FunctionChange> cheaper = new ArrayList<>();
    for (FunctionChange function : diff.functions) {
      double change = diff.self(function).by();
      double whole = diff.total(function).by();
      boolean same = change == 0 && whole == 0;
      if (change > 0 || (change == 0 && whole > 0) || (same && function.before() == null)) {
        dearer.add(function);
      } else if (!same || function.after() == null) {
        cheaper.add(function);
      }
    }
    Collections.reverse(cheaper);
    list(text, "More expensive, by " + by + " of their own lines:", dearer);
    list(text, "Cheaper:", cheaper);
    int same = diff.functions.size() - dearer.size() - cheaper.size();
    RecordWords.line(text, "Functions that cost the same: " + same);
    return text.toString().stripTrailing();
  }

  private void list(StringBuilder text, String title, List<FunctionChange> functions) {
    if (functions.isEmpty()) {
      return;
    }
    RecordWords.line(text, title);
    functions.stream().limit(limit).forEach(each -> RecordWords.line(text, "  " + line(each)));
    if (functions.size() > limit) {
      RecordWords.line(text, "  and " + (functions.size() - limit) + " more");
    }
  }

  private String line(FunctionChange function) {
    String state = function.state();
    return "%s%s: %s; with what it calls %s"
        .formatted(
            RecordWords.printable(RecordWords.name(function.site())),
            state.equals("both") ? "" : " (" + state + ")",
            words(diff.self(function)),
            words(diff.total(function)));
  }

  private String words(Change change) {
    Double beforeEach = change.beforeEach();
    Double afterEach = change.afterEach();
    double before = beforeEach == null ? change.before() : beforeEach;
    double after = afterEach == null ? change.after() : afterEach;
    if (change.by() == 0) {
      return figure(after) + " in both";
    }
    String share =
        before == 0 ? "" : String.format(Locale.ROOT, ", %+.1f%%", (after - before) / before * 100);
    return (change.by() > 0 ? "+" : "-")
        + figure(Math.abs(change.by()))
        + " ("
        + figure(before)
        + " to "
        + figure(after)
        + share
        + ")";
  }

  /** Whole numbers in the unit's words; small ones with what is behind the point. */
  private String figure(double value) {
    if (value >= 100 || value == Math.rint(value)) {
      return by.resource().words(Math.round(value));
    }
    String unit =
        switch (by.resource().unit()) {
          case BYTES -> " B";
          case NANOS -> " ns";
          default -> "";
        };
    return String.format(Locale.ROOT, "%.2f", value) + unit;
  }
}
