package dev.tachograph.meter.history;

import dev.tachograph.meter.EvaluationRecord;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Which evaluations belong together. */
public enum Grouping {
  /** Those of one script, by the source name of the outermost one. */
  SCRIPT,
  /** Those of one account, without the accounts below it. */
  ACCOUNT,
  /** All. */
  ALL;

  /** The name of the group of all. */
  static final String EVERYTHING = "(all)";

  String nameOf(EvaluationRecord record) {
    return switch (this) {
      case SCRIPT -> record.script();
      case ACCOUNT -> record.account();
      case ALL -> EVERYTHING;
    };
  }

  /** The groups in the order of their names, each in the order of the records. */
  Map<String, List<EvaluationRecord>> groups(Iterable<EvaluationRecord> records) {
    return StreamSupport.stream(records.spliterator(), false)
        .collect(Collectors.groupingBy(this::nameOf, TreeMap::new, Collectors.toList()));
  }
}
