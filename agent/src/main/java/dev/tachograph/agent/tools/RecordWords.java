package dev.tachograph.agent.tools;

import dev.tachograph.jfr.reader.AccountFigures;
import dev.tachograph.jfr.reader.Coverage;
import dev.tachograph.jfr.reader.FlightRecord;
import dev.tachograph.jfr.reader.MeterFigures;
import dev.tachograph.jfr.reader.RecordedBreach;
import dev.tachograph.jfr.reader.ScriptFigures;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import dev.tachograph.meter.attribution.CallSite;
import dev.tachograph.meter.attribution.Cost;
import dev.tachograph.meter.attribution.FunctionCost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A record in words. */
final class RecordWords {
  private static final int SHOWN = 20;

  private RecordWords() {}

  static String of(FlightRecord record) {
    StringBuilder text = new StringBuilder();
    for (MeterFigures meter : record.meters()) {
      line(
          text,
          "JVM %s, %s, recorded from %s to %s"
              .formatted(
                  meter.pid() == 0 ? "of unknown id" : Long.toString(meter.pid()),
                  meter.rhinoVersions().isEmpty()
                      ? "Rhino of unknown version"
                      : String.join(", ", meter.rhinoVersions()),
                  meter.recordedSince() == null ? "an unknown time" : meter.recordedSince(),
                  meter.last()));
      if (meter.refusedClasses() > 0) {
        line(
            text,
            "  classes that could not be metered and were refused: " + meter.refusedClasses());
      }
    }
    line(text, "Total: " + record.totals());
    list(
        text,
        "Accounts, by fuel:",
        record.accounts().stream()
            .sorted(byFuel(AccountFigures::usage))
            .map(account -> quoted(account.account()) + ": " + account.usage()));
    list(
        text,
        "Scripts, by fuel:",
        record.scripts().stream()
            .sorted(byFuel(ScriptFigures::usage))
            .map(script -> quoted(script.script()) + ": " + script.usage()));
    list(
        text,
        "Functions, by fuel of their own lines:",
        record.profile().functions().stream()
            .sorted(Comparator.comparing(function -> -function.self().fuel()))
            .map(RecordWords::function));
    List<RecordedBreach> breaches = record.breaches();
    list(
        text,
        "Breaches, the last first:",
        Stream.iterate(breaches.size() - 1, i -> i >= 0, i -> i - 1)
            .map(breaches::get)
            .map(breach -> breach.at() + " " + printable(breach.breach().message())));
    missing(record).forEach(sentence -> line(text, sentence));
    return text.toString().stripTrailing();
  }

  private static String function(FunctionCost function) {
    return "%s for %s: %s; with what it calls %s"
        .formatted(
            printable(name(function.site())),
            quoted(function.account()),
            words(function.self()),
            words(function.total()));
  }

  /** A function, or what ran where there was none. */
  static String name(@Nullable CallSite site) {
    return site == null ? "(no function)" : site.label();
  }

  private static String words(Cost cost) {
    List<String> words = new ArrayList<>();
    cost.toMap()
        .forEach(
            (key, value) -> {
              if (value != 0) {
                words.add(key + " " + value);
              }
            });
    return words.isEmpty() ? "nothing" : String.join(", ", words);
  }

  /** What was lost, and what is not known, in sentences. */
  static List<String> missing(FlightRecord record) {
    List<String> sentences = new ArrayList<>();
    Coverage breaches = record.breachCoverage();
    sentences.add(ended(record));
    sentences.add("Breaches: " + breaches.all() + ", of which " + words(breaches));
    long unknown = record.scripts().stream().mapToLong(ScriptFigures::unknown).sum();
    sentences.add(
        "Totals of accounts are exact as of their last event; "
            + (unknown == 0
                ? "so are those of scripts."
                : "of scripts, " + unknown + " evaluations are missing."));
    sentences.addAll(unseen(record));
    return sentences;
  }

  /** How many evaluations were read, and how many were not. */
  static String ended(FlightRecord record) {
    Coverage ends = record.evaluations();
    return "Evaluations that ended: " + ends.all() + ", of which " + words(ends);
  }

  /** What else a recording may hide. */
  static List<String> unseen(FlightRecord record) {
    List<String> sentences = new ArrayList<>();
    if (!record.running().isEmpty()) {
      sentences.add("Seen running and not ending, and in no total: " + record.running().size());
    }
    if (record.lostBytes() > 0) {
      sentences.add("Flight Recorder lost " + record.lostBytes() + " bytes of events.");
    }
    if (record.profile().unkept() > 0) {
      sentences.add(
          "There were too many lines of functions to keep; events about others, left out: "
              + record.profile().unkept());
    }
    if (record.unreadable() > 0) {
      sentences.add("Events of another version, not read: " + record.unreadable());
    }
    return sentences;
  }

  private static String words(Coverage coverage) {
    return "%d were read, %d came before the recording, and %d were lost or not recorded"
        .formatted(coverage.read(), coverage.earlier(), coverage.lost());
  }

  /** What cost most comes first. */
  static <T> Comparator<T> byFuel(Function<T, Usage> usage) {
    return Comparator.comparing(row -> -usage.apply(row).get(Resource.FUEL));
  }

  static void list(StringBuilder text, String title, Stream<String> rows) {
    List<String> all = rows.toList();
    if (all.isEmpty()) {
      return;
    }
    line(text, title);
    all.stream().limit(SHOWN).forEach(row -> line(text, "  " + row));
    if (all.size() > SHOWN) {
      line(text, "  and " + (all.size() - SHOWN) + " more");
    }
  }

  static void line(StringBuilder text, String line) {
    text.append(line).append('\n');
  }

  static String quoted(String name) {
    return "'" + printable(name) + "'";
  }

  /** Names are chosen by whoever wrote the script: no control characters for the terminal. */
  static String printable(String name) {
    return name.replaceAll("\\p{Cntrl}", "?");
  }
}
