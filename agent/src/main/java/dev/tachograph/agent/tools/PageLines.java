package dev.tachograph.agent.tools;

import dev.tachograph.jfr.reader.AccountFigures;
import dev.tachograph.jfr.reader.FlightRecord;
import dev.tachograph.jfr.reader.MeterFigures;
import dev.tachograph.jfr.reader.TimeLine;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The time lines of the accounts that cost most, as columns per resource. */
final class PageLines {
  /** How many are shown. */
  static final int LINES = 30;

  private PageLines() {}

  static Map<String, @Nullable Object> of(FlightRecord record, List<TimeLine> timeLines) {
    Map<String, Integer> ranks = new LinkedHashMap<>();
    record.accounts().stream()
        .sorted(RecordWords.byFuel(AccountFigures::usage))
        .forEach(account -> ranks.put(account.account(), ranks.size()));
    Map<Long, Long> pids =
        record.meters().stream().collect(Collectors.toMap(MeterFigures::meter, MeterFigures::pid));
    List<TimeLine> shown =
        timeLines.stream()
            .sorted(
                Comparator.comparingInt(
                    line -> ranks.getOrDefault(line.account(), Integer.MAX_VALUE)))
            .limit(LINES)
            .toList();
    Map<String, @Nullable Object> lines = new LinkedHashMap<>();
    lines.put(
        "lines",
        shown.stream()
            .map(line -> line(line, pids.size() > 1 ? pids.get(line.meter()) : null))
            .toList());
    lines.put("left", timeLines.size() - shown.size());
    return lines;
  }

  private static Map<String, @Nullable Object> line(TimeLine line, @Nullable Long pid) {
    List<TimeLine.Point> points = line.points();
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("account", PageValues.text(line.account()));
    map.put("pid", pid);
    map.put("at", points.stream().map(point -> point.at().toEpochMilli()).toList());
    List<@Nullable Limits> limits = points.stream().map(point -> limits(point.limits())).toList();
    map.put("total", columns(resource -> counts(points, TimeLine.Point::total, resource)));
    map.put("peak", columns(resource -> counts(points, TimeLine.Point::peak, resource)));
    map.put("totalLimit", columns(resource -> bounds(limits, l -> l.total(resource))));
    map.put("peakLimit", columns(resource -> bounds(limits, l -> l.perEvaluation(resource))));
    return map;
  }

  /** The columns that say anything, by the numbers of their resources. */
  private static Map<String, @Nullable Object> columns(
      Function<Resource, List<@Nullable Object>> column) {
    Map<String, @Nullable Object> columns = new LinkedHashMap<>();
    for (Resource resource : Resource.all()) {
      List<@Nullable Object> values = column.apply(resource);
      if (values.stream().anyMatch(value -> value != null && !value.equals(0L))) {
        columns.put(Integer.toString(resource.ordinal()), values);
      }
    }
    return columns;
  }

  private static List<@Nullable Object> counts(
      List<TimeLine.Point> points,
      Function<TimeLine.Point, @Nullable Usage> of,
      Resource resource) {
    List<@Nullable Object> counts = new ArrayList<>();
    for (TimeLine.Point point : points) {
      Usage usage = of.apply(point);
      counts.add(usage == null ? null : PageValues.number(usage.get(resource)));
    }
    return counts;
  }

  private static List<@Nullable Object> bounds(
      List<@Nullable Limits> limits, Function<Limits, OptionalLong> of) {
    List<@Nullable Object> bounds = new ArrayList<>();
    for (Limits each : limits) {
      OptionalLong bound = each == null ? OptionalLong.empty() : of.apply(each);
      bounds.add(bound.isPresent() ? PageValues.number(bound.getAsLong()) : null);
    }
    return bounds;
  }

  /** Those of another version are not known. */
  private static @Nullable Limits limits(@Nullable String text) {
    try {
      return text == null ? null : Limits.read(text);
    } catch (IllegalArgumentException otherVersion) {
      return null;
    }
  }
}
