package dev.tachograph.meter.history;

import dev.tachograph.meter.EvaluationRecord;
import dev.tachograph.meter.EvaluationRecord.Outcome;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What evaluations of one script, or one account, used, and which limits per evaluation would have
 * let them be. Immutable and thread-safe.
 *
 * <p>Only evaluations that completed, or failed by themselves, say what they need. Those that were
 * stopped or cancelled needed more than they used, and those that were denied used nothing: they
 * are counted, and nothing else. A resource that nobody used has no recommended limit, for nothing
 * is known about who will need it.
 *
 * @param grouping what belongs together
 * @param name of the script or account
 * @param evaluations how many records of ended evaluations there are
 * @param used how many of them say what they need: the base of all numbers
 * @param stopped how many a limit stopped
 * @param denied how many were not admitted
 * @param cancelled how many somebody stopped
 * @param spreads of each resource that could be measured, in the order of the resources
 * @param limits what is recommended, per evaluation
 */
public record Recommendation(
    Grouping grouping,
    String name,
    long evaluations,
    long used,
    long stopped,
    long denied,
    long cancelled,
    Map<Resource, Spread> spreads,
    Limits limits) {
  /** Half as much again. */
  public static final int HEAD_ROOM_PERCENT = 50;

  /** What a limit is made from. */
  public enum Basis {
    /** The most that an evaluation used: none of the recorded ones would have been stopped. */
    MAXIMUM,
    /** The 99th percentile, so that a few that went astray do not set the limit. */
    P99;

    /**
     * The basis that an option of a command line names: {@code maximum} or {@code p99}.
     *
     * @param option is named if the word is none of these
     * @throws IllegalArgumentException if it is not
     */
    public static Basis ofOption(String option, String word) {
      return switch (word) {
        case "maximum" -> MAXIMUM;
        case "p99" -> P99;
        default ->
            throw new IllegalArgumentException(
                "%s=%s: expected maximum or p99".formatted(option, word));
      };
    }
  }

  /**
   * The head-room that an option of a command line names: {@code 50%} or {@code 50}.
   *
   * @param option is named if the text is no percentage
   * @throws IllegalArgumentException if it is none, or out of range
   */
  public static int headRoomOfOption(String option, String text) {
    String digits = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
    if (!digits.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException(
          "%s=%s: expected a percentage, for example 50%%".formatted(option, text));
    }
    return requireHeadRoom(Integer.parseInt(digits));
  }

  private static int requireHeadRoom(int percent) {
    if (percent < 0 || percent > 10_000) {
      throw new IllegalArgumentException(
          "a head-room of %d %%: it is from 0 to 10000".formatted(percent));
    }
    return percent;
  }

  /**
   * Recommends limits for each group, in the order of the names.
   *
   * @param headRoomPercent what is added to the basis, 0 to 10000; the sum is rounded up to two
   *     digits of a handy unit
   * @throws IllegalArgumentException if the head-room is out of range
   */
  public static List<Recommendation> of(
      Iterable<EvaluationRecord> records, Grouping grouping, Basis basis, int headRoomPercent) {
    requireHeadRoom(headRoomPercent);
    List<Recommendation> all = new ArrayList<>();
    grouping
        .groups(records)
        .forEach((name, group) -> all.add(of(grouping, name, group, basis, headRoomPercent)));
    return all;
  }

  private static Recommendation of(
      Grouping grouping,
      String name,
      List<EvaluationRecord> group,
      Basis basis,
      int headRoomPercent) {
    List<EvaluationRecord> telling =
        group.stream()
            .filter(
                record ->
                    record.outcome() == Outcome.COMPLETED || record.outcome() == Outcome.FAILED)
            .toList();
    Map<Resource, Spread> spreads = spreads(telling);
    return new Recommendation(
        grouping,
        name,
        group.stream().filter(record -> record.outcome() != null).count(),
        telling.size(),
        count(group, Outcome.LIMIT_EXCEEDED),
        count(group, Outcome.DENIED),
        count(group, Outcome.CANCELLED),
        spreads,
        limits(spreads, basis, headRoomPercent));
  }

  private static long count(List<EvaluationRecord> group, Outcome outcome) {
    return group.stream().filter(record -> record.outcome() == outcome).count();
  }

  private static Map<Resource, Spread> spreads(List<EvaluationRecord> records) {
    Map<Resource, Spread> spreads = new EnumMap<>(Resource.class);
    for (Resource resource : Resource.all()) {
      long[] known =
          records.stream()
              .mapToLong(record -> record.usage().get(resource))
              .filter(used -> used != Usage.UNKNOWN)
              .toArray();
      if (known.length > 0) {
        spreads.put(resource, Spread.of(known));
      }
    }
    return Collections.unmodifiableMap(spreads);
  }

  private static Limits limits(Map<Resource, Spread> spreads, Basis basis, int headRoomPercent) {
    Limits.Builder limits = Limits.builder();
    spreads.forEach(
        (resource, spread) -> {
          long enough = basis == Basis.MAXIMUM ? spread.maximum() : spread.p99();
          if (resource.isLimitedPerEvaluation() && enough > 0) {
            limits.perEvaluation(
                resource, HandyNumbers.withHeadRoom(resource.unit(), enough, headRoomPercent));
          }
        });
    return limits.build();
  }

  /** A stable form for machines; a limit that is not recommended is {@code null}. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("name", name);
    map.put("evaluations", evaluations);
    map.put("used", used);
    map.put("stopped", stopped);
    map.put("denied", denied);
    map.put("cancelled", cancelled);
    Map<String, @Nullable Object> resources = new LinkedHashMap<>();
    spreads.forEach(
        (resource, spread) -> {
          Map<String, @Nullable Object> numbers = spread.toMap();
          Long limit =
              limits.perEvaluation(resource).isPresent()
                  ? (Long) limits.perEvaluation(resource).getAsLong()
                  : null;
          numbers.put("limit", limit);
          resources.put(resource.jsonKey(), numbers);
        });
    map.put("resources", resources);
    map.put("limits", limits.toMap());
    map.put("options", limits.toString());
    return map;
  }
}
