package dev.tachograph.bench.corpus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The attacks that are known to succeed, {@code known-open.txt}: per line script, mode or {@code
 * both}, the outcome, {@code #} and why.
 *
 * <p>An outcome may be followed by {@code ?}: whether it succeeds is a matter of luck.
 */
final class KnownOpen {
  private static final List<String> HEAD =
      List.of(
          "# Attacks that succeed: script, mode or both, how it ends, why. HostileRunner writes it:"
              + " --open.",
          "# An outcome with a question mark is a matter of luck.",
          "");

  private final Map<String, Entry> entries;

  /** A line. */
  record Entry(HostileResult.Outcome outcome, boolean poisons, boolean sometimes, String reason) {
    /** Whether running it costs the JVM it runs in, or the whole deadline. */
    boolean isExpensive() {
      return poisons || outcome.compareTo(HostileResult.Outcome.OUT_OF_MEMORY) >= 0;
    }
  }

  private KnownOpen(Map<String, Entry> entries) {
    this.entries = entries;
  }

  static KnownOpen none() {
    return new KnownOpen(Map.of());
  }

  static KnownOpen read(Path file) throws IOException {
    Map<String, Entry> entries = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] parts = line.split("#", 2);
      String[] words = parts[0].trim().split("\\s+", -1);
      if (parts.length < 2 || words.length != 3) {
        throw new IOException(file + ": script, mode, outcome, # why: " + line);
      }
      String outcome = words[2];
      boolean sometimes = outcome.endsWith("?");
      String plain = sometimes ? outcome.substring(0, outcome.length() - 1) : outcome;
      boolean poisons = plain.endsWith("+poison");
      Entry entry =
          new Entry(
              outcome(plain.replaceFirst("\\+poison$", "")), poisons, sometimes, parts[1].trim());
      List<String> modes = words[1].equals("both") ? HostileRunner.MODES : List.of(words[1]);
      for (String mode : modes) {
        if (entries.put(key(words[0], mode), entry) != null) {
          throw new IOException(file + ": twice: " + line);
        }
      }
    }
    return new KnownOpen(entries);
  }

  Optional<Entry> find(String id, String mode) {
    return Optional.ofNullable(entries.get(key(id, mode)));
  }

  /** The scripts and modes of the list. */
  List<String> keys() {
    return List.copyOf(entries.keySet());
  }

  List<String> reasons() {
    return entries.values().stream().map(Entry::reason).toList();
  }

  static String key(String id, String mode) {
    return id + " " + mode;
  }

  /** Why this result is not what the list says; the empty string if it is. */
  String contradiction(HostileResult result) {
    boolean open = result.verdict() == HostileResult.Verdict.OPEN;
    Entry entry = entries.get(key(result.id(), result.mode()));
    if (entry == null) {
      return open ? "open: " + result : "";
    }
    if (!open) {
      return entry.sometimes ? "" : "closed, and still in the list: " + result;
    }
    boolean worse =
        result.outcome().compareTo(entry.outcome) > 0
            || (!result.poison().isEmpty() && !entry.poisons);
    return worse ? "worse than " + entry.outcome.label() + ": " + result : "";
  }

  /** The list that these results make; a new line's reason is for people to write. */
  List<String> updated(List<HostileResult> results) {
    Map<String, Map<String, String>> open = new TreeMap<>();
    for (HostileResult result : results) {
      if (result.verdict() == HostileResult.Verdict.OPEN) {
        String outcome = result.outcome().label() + (result.poison().isEmpty() ? "" : "+poison");
        Optional<Entry> before = find(result.id(), result.mode());
        open.computeIfAbsent(result.id(), id -> new TreeMap<>())
            .put(
                result.mode(),
                "%-18s # %s".formatted(outcome, before.map(Entry::reason).orElse("?")));
      }
    }
    List<String> lines = new ArrayList<>(HEAD);
    open.forEach(
        (id, modes) -> {
          if (modes.size() == 2 && Set.copyOf(modes.values()).size() == 1) {
            lines.add(line(id, "both", modes.values().iterator().next()));
          } else {
            modes.forEach((mode, rest) -> lines.add(line(id, mode, rest)));
          }
        });
    return lines;
  }

  private static String line(String id, String mode, String rest) {
    return "%-46s %-11s %s".formatted(id, mode, rest);
  }

  private static HostileResult.Outcome outcome(String label) throws IOException {
    for (HostileResult.Outcome outcome : HostileResult.Outcome.values()) {
      if (outcome.label().equals(label)) {
        return outcome;
      }
    }
    throw new IOException("no outcome: " + label);
  }
}
