package dev.tachograph.bench.accuracy;

import dev.tachograph.bench.paired.BenchProgram;
import dev.tachograph.bench.paired.Mode;
import java.util.List;
import java.util.Locale;

/** Writes results as tables. */
final class AccuracyReport {
  private static final String NONE = "-";

  private AccuracyReport() {}

  static String write(AccuracyResults results) {
    StringBuilder out = new StringBuilder("# Accuracy\n\n");
    Determinism all = results.determinism();
    line(
        out,
        "%d evaluations in %d JVMs (Java %s). Counters that differ between JVMs or repetitions of"
            + " one mode and phase: %s. Compiled and interpreted differ: %s. The first load in a JVM"
            + " and later ones differ: %s. The first run in a scope and later ones differ, as the"
            + " programs do something else then: %s.",
        all.evaluations(),
        all.jvms().size(),
        String.join(", ", results.javas()),
        Determinism.words(all.differing()),
        Determinism.words(all.differingByMode()),
        Determinism.words(all.differingByLoad()),
        Determinism.words(all.differingByRun()));
    line(out, "");
    line(
        out,
        "| program | mode | the same each time | other mode differs in | KB charged a run | charged"
            + " per byte of the JVM | meter's JVM bytes per JVM's | retained per charged | meter's"
            + " CPU per OS's |");
    line(out, "|---|---|---|---|---:|---:|---:|---:|---:|");
    for (BenchProgram program : results.programs()) {
      for (Mode mode : Mode.values()) {
        line(out, "%s", row(results, program.name(), mode));
      }
    }
    line(out, "");
    range(out, "Charged per byte that the JVM allocated", results.chargedPerJvm());
    range(out, "The meter's `jvmAllocatedBytes` per JVM's own", results.meterPerJvm());
    range(out, "The meter's `cpuTime` per CPU time by " + results.clock(), results.cpuRatio());
    line(
        out,
        "- Retained per charged: at most %s of programs that were charged 256 KB, at most %s"
            + " of %d scripts that keep all that they make for 8 MB.",
        number("%.2f", results.mostOfPrograms()),
        number("%.2f", results.mostOfStatements()),
        results.kept().size());
    return out.toString();
  }

  private static String row(AccuracyResults results, String program, Mode mode) {
    Determinism own = results.determinism().of(program);
    String start =
        "| %s | %s | %s | %s | "
            .formatted(
                program,
                mode.key(),
                own.of(mode).differing().isEmpty()
                    ? "yes"
                    : "no: " + String.join(", ", own.of(mode).differences()),
                Determinism.words(own.differingByMode()));
    return start
        + results
            .spent(program, mode)
            .map(AccuracyReport::figures)
            .orElse(String.join(" | ", List.of(NONE, NONE, NONE, NONE, NONE)))
        + " |";
  }

  private static String figures(Spent spent) {
    return String.join(
        " | ",
        number("%.1f", spent.charged() / 1024.0 / spent.runs()),
        number("%.3f", spent.chargedPerJvm()),
        number("%.3f", spent.meterPerJvm()),
        spent.isWeighed() ? number("%.2f", spent.retainedPerCharged()) : NONE,
        number("%.3f", spent.cpuRatio()));
  }

  private static void range(StringBuilder out, String what, AccuracyResults.Range range) {
    line(
        out,
        "- %s: %s in the geometric mean, %s to %s.",
        what,
        number("%.3f", range.geomean()),
        number("%.3f", range.least()),
        number("%.3f", range.most()));
  }

  private static String number(String format, double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : NONE;
  }

  private static void line(StringBuilder out, String format, Object... values) {
    out.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
