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
  SCRIPT("script"),
  /** Those of one account, without the accounts below it. */
  ACCOUNT("account"),
  /** All. */
  ALL("all");

  /** The name of the group of all. */
  static final String EVERYTHING = "(all)";

  private final String word;

  Grouping(String word) {
    this.word = word;
  }

  /**
   * The grouping that an option of a command line names: {@code script}, {@code account} or {@code
   * all}.
   *
   * @param option is named if the word is none of these
   * @throws IllegalArgumentException if it is not
   */
  public static Grouping ofOption(String option, String word) {
    for (Grouping grouping : values()) {
      if (grouping.word.equals(word)) {
        return grouping;
      }
    }
    throw new IllegalArgumentException(
        "%s=%s: expected account or all or script".formatted(option, word));
  }

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
