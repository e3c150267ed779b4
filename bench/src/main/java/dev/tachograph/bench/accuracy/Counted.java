package dev.tachograph.bench.accuracy;

import dev.tachograph.bench.paired.Mode;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one evaluation counted.
 *
 * @param jvm which JVM it was in
 */
record Counted(String jvm, String program, Mode mode, Phase phase, Usage usage) {
  /** What the JVM's clocks say, and not the meter's counters. */
  private static final List<Resource> MEASURED =
      List.of(Resource.CPU_TIME, Resource.WALL_TIME, Resource.JVM_ALLOCATED_BYTES);

  /** What has to be the same each time. */
  static final List<Resource> EXACT =
      Resource.all().stream().filter(resource -> !MEASURED.contains(resource)).toList();

  /** A line without its end, of a child that knows neither its name nor its mode. */
  static String toLine(String program, Phase phase, Usage usage) {
    StringBuilder line = new StringBuilder(program).append('\t').append(phase.name());
    EXACT.forEach(
        resource ->
            line.append('\t').append(resource.key()).append('=').append(usage.get(resource)));
    return line.toString();
  }

  static Counted parse(String jvm, Mode mode, String line) {
    String[] words = line.split("\t", -1);
    Map<String, @Nullable Long> counts = new LinkedHashMap<>();
    for (int i = 2; i < words.length; i++) {
      String[] count = words[i].split("=", 2);
      counts.put(count[0], Long.valueOf(count[1]));
    }
    return new Counted(jvm, words[0], mode, Phase.valueOf(words[1]), Usage.ofMap(counts));
  }

  /** The counters in which both differ. */
  List<Resource> differsFrom(Counted other) {
    return EXACT.stream()
        .filter(resource -> usage.get(resource) != other.usage.get(resource))
        .toList();
  }
}
