package dev.tachograph.agent.tools;

import dev.tachograph.meter.Resource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Readings of a JVM as tables. */
final class TopWords {
  private static final List<Resource> COLUMNS =
      List.of(
          Resource.EVALUATIONS,
          Resource.ITERATIONS,
          Resource.FUNCTION_CALLS,
          Resource.ALLOCATED_BYTES,
          Resource.CPU_TIME,
          Resource.FUEL);

  /** So much of a name. */
  private static final int WIDEST = 40;

  private TopWords() {}

  static String of(TopView view, LiveReading now, LiveRates rates) {
    StringBuilder text = new StringBuilder();
    Resource by = view.sort().resource();
    RecordWords.line(
        text,
        "JVM %s at %s, Tachograph %s, %s"
            .formatted(
                view.jvm(), now.at().truncatedTo(ChronoUnit.SECONDS), now.version(), rhinos(now)));
    RecordWords.line(
        text,
        "running %d, accounts %d, suspended %d; %s %s in all%s"
            .formatted(
                now.running().size(),
                now.accountCount(),
                now.suspended().size(),
                by.key(),
                by.words(now.totals().get(by)),
                perSecond(by, rates.total(now, by))));
    if (now.weaving().get("only") instanceof List<?> only) {
      RecordWords.line(
          text,
          "COUNTS ONLY " + only + ": 0 of anything else says nothing, and nothing is limited");
    }
    now.unmetered()
        .forEach(
            sentence -> RecordWords.line(text, "NOT METERED: " + RecordWords.printable(sentence)));
    if (view.accounts()) {
      Table table = new Table(titles(view.sort(), "ACCOUNT", List.of("LIMIT", "STATE")));
      for (LiveRow row : view.accounts(now, rates)) {
        String state = now.suspended().containsKey(row.name()) ? "suspended" : "";
        table.add(cells(row, view.sort(), rates.account(row, by), List.of(limit(row), state)));
      }
      text.append('\n').append(table);
    }
    if (view.scripts()) {
      Table table = new Table(titles(view.sort(), "SCRIPT", List.of()));
      for (LiveRow row : view.scripts(now, rates)) {
        table.add(cells(row, view.sort(), rates.script(row, by), List.of()));
      }
      text.append('\n').append(table);
    }
    return text.toString();
  }

  private static String rhinos(LiveReading now) {
    Object versions = now.weaving().get("rhinoVersions");
    return versions instanceof List<?> list && !list.isEmpty()
        ? String.join(", ", list.stream().map(each -> RecordWords.printable("" + each)).toList())
        : "no Rhino yet";
  }

  private static String perSecond(Resource by, OptionalDouble rate) {
    return rate.isEmpty() ? "" : ", " + words(by, rate) + "/s";
  }

  /** What matters most comes first: terminals cut off the rest. */
  private static List<String> titles(SortKey sort, String name, List<String> more) {
    List<String> titles = new ArrayList<>(List.of(name, "RUN", title(sort.resource())));
    titles.add("PER SECOND");
    titles.addAll(more);
    COLUMNS.stream()
        .filter(column -> column != sort.resource())
        .forEach(column -> titles.add(title(column)));
    return titles;
  }

  /** {@code functionCalls} as {@code FUNCTION CALLS}. */
  private static String title(Resource resource) {
    return resource.flag().replace('-', ' ').toUpperCase(Locale.ROOT);
  }

  private static List<String> cells(
      LiveRow row, SortKey sort, OptionalDouble rate, List<String> more) {
    List<String> cells = new ArrayList<>();
    cells.add(name(row));
    cells.add(Integer.toString(row.running()));
    cells.add(sort.resource().words(row.usage().get(sort.resource())));
    cells.add(words(sort.resource(), rate));
    cells.addAll(more);
    COLUMNS.stream()
        .filter(column -> column != sort.resource())
        .forEach(column -> cells.add(column.words(row.usage().get(column))));
    return cells;
  }

  /** The end of a long name tells more than its beginning. */
  private static String name(LiveRow row) {
    String name = RecordWords.printable(row.name());
    return name.length() <= WIDEST ? name : "..." + name.substring(name.length() - WIDEST + 3);
  }

  private static String words(Resource resource, OptionalDouble rate) {
    return rate.isEmpty() ? "-" : resource.words(Math.round(rate.getAsDouble()));
  }

  /** The limit of which most is used. */
  private static String limit(LiveRow row) {
    return new TreeMap<>(row.share())
        .entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .map(
                one ->
                    String.format(Locale.ROOT, "%.0f%% %s", one.getValue(), option(one.getKey())))
            .orElse(row.limits().isEmpty() ? "" : "0%");
  }

  /** {@code limit.cpuTimeNanos} as options have it. */
  private static String option(String key) {
    return key.replaceFirst("Nanos$", "");
  }
}
