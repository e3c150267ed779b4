package dev.tachograph.jmc;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.util.IPreferenceValueProvider;

/** Scripts or a whole Rhino could not be metered, and were refused. */
public final class UnmeteredClassesRule extends TachographRule {
  private static final String REFUSED = "tachograph.ClassRefused";
  private static final String PROOF = "tachograph.MeteringProof";
  private static final int NAMED = 10;

  /** As a service. */
  public UnmeteredClassesRule() {
    super(
        "dev.tachograph.UnmeteredClasses",
        "Unmetered Classes",
        new Evidence(METER, METER, "refusedClasses"),
        number(
            "dev.tachograph.UnmeteredClasses.info",
            "Refused classes, hint",
            "How many refused classes are mentioned",
            1),
        number(
            "dev.tachograph.UnmeteredClasses.warning",
            "Refused classes, warning",
            "How many refused classes are a warning",
            5));
  }

  @Override
  Finding find(IItemCollection items, IPreferenceValueProvider preferences) {
    Map<String, String> failures = new LinkedHashMap<>();
    Row.forEach(
        items,
        PROOF,
        row -> {
          if (!row.text("failure").isEmpty()) {
            failures.put(row.text("rhino") + row.text("mode"), row.name("failure"));
          }
        });
    if (!failures.isEmpty()) {
      return new Finding(
          100,
          "Rhino cannot be metered in this JVM, so that its scripts are refused.",
          String.join("; ", failures.values()),
          "Use a version of Rhino that is supported, and start the JVM with -javaagent.");
    }
    Map<Long, Long> refused = new LinkedHashMap<>();
    Row.forEach(
        items,
        METER,
        row -> refused.merge(row.number("meterId"), row.number("refusedClasses"), Math::max));
    Map<String, String> reasons = new LinkedHashMap<>();
    Row.forEach(items, REFUSED, row -> reasons.put(row.text("className"), words(row)));
    long count =
        Math.max(
            reasons.size(), refused.values().stream().mapToLong(known -> Math.max(0, known)).sum());
    if (count == 0) {
      return Finding.fine("Every class of Rhino and every script is metered.");
    }
    return new Finding(
        score(preferences, (double) count),
        "Classes that cannot be metered and were refused: " + count + ".",
        reasons.values().stream().limit(NAMED).collect(Collectors.joining("; ")),
        "Their scripts fail. Interpret them (optimization level -1), make them smaller, or report the"
            + " reason.");
  }

  private static String words(Row row) {
    return row.name("className")
        + (row.text("script").isEmpty() ? "" : " of script " + row.name("script"))
        + ": "
        + row.name("reason");
  }
}
