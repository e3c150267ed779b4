package dev.tachograph.agent.tools;

import dev.tachograph.jfr.fleet.FleetAccount;
import dev.tachograph.jfr.fleet.FleetEvent;
import dev.tachograph.jfr.fleet.FleetJvm;
import dev.tachograph.jfr.fleet.FleetReading;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A fleet in words. */
final class FleetWords {
  private FleetWords() {}

  /** What happened, in a line. */
  static String of(FleetEvent event) {
    StringBuilder line = new StringBuilder().append(event.at().truncatedTo(ChronoUnit.MILLIS));
    line.append(' ').append(event.kind().key());
    if (event.jvm() != null) {
      line.append(", JVM ").append(RecordWords.printable(event.jvm()));
    } else if (event.account() != null) {
      line.append(", account ").append(RecordWords.quoted(event.account()));
    }
    return line.append(": ").append(RecordWords.printable(event.message())).toString();
  }

  /** How everything stands; the same text as long as nothing changes. */
  static String of(FleetReading reading) {
    StringBuilder text = new StringBuilder();
    for (FleetJvm jvm : reading.jvms()) {
      RecordWords.line(
          text, "JVM " + RecordWords.printable(jvm.name()) + ": " + jvm.state().key() + words(jvm));
    }
    RecordWords.list(
        text,
        "Accounts over all JVMs, those with limits first, by fuel:",
        reading.accounts().stream()
            .sorted(
                Comparator.comparing((FleetAccount account) -> account.limits().isEmpty())
                    .thenComparing(RecordWords.byFuel(FleetAccount::usage)))
            .map(account -> RecordWords.quoted(account.id()) + words(account)));
    return text.toString().stripTrailing();
  }

  private static String words(FleetJvm jvm) {
    return (jvm.problem() == null ? "" : " (" + RecordWords.printable(jvm.problem()) + ")")
        + words(", suspended there: ", jvm.suspended())
        + words(", still to be suspended: ", jvm.pending());
  }

  private static String words(String title, Set<String> accounts) {
    return accounts.isEmpty()
        ? ""
        : title
            + new TreeSet<>(accounts)
                .stream().map(RecordWords::quoted).collect(Collectors.joining(", "));
  }

  private static String words(FleetAccount account) {
    String in = " (JVMs: %d): ".formatted(account.jvms());
    Usage usage = account.usage();
    if (account.limits().isEmpty()) {
      return in + usage;
    }
    String bounds =
        account.limits().entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(bound -> words(bound.getKey(), usage, bound.getValue()))
            .collect(Collectors.joining(", "));
    return in + bounds + (account.stopped() == null ? "" : ": STOPPED");
  }

  private static String words(Resource resource, Usage usage, long limit) {
    long used = usage.get(resource);
    return "%s %s of %s"
        .formatted(
            resource.key(),
            used == Usage.UNKNOWN ? "unknown" : resource.words(used),
            resource.words(limit));
  }
}
