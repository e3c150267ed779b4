package dev.tachograph.engine.cli;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options that limit resources: {@code --max-<flag>} and {@code --total-<flag>} of each. */
final class LimitOptions {
  private static final String PER_EVALUATION = "--max-";
  private static final String TOTAL = "--total-";

  /** Shorter words for the options that are needed most. */
  private static final Map<Resource, String> ALIASES =
      Map.of(
          Resource.ALLOCATED_BYTES, "--max-memory",
          Resource.CPU_TIME, "--cpu",
          Resource.WALL_TIME, "--wall");

  /** What makes an unknown script safe: these bound each file unless an option says otherwise. */
  private static final Map<Resource, String> DEFAULTS =
      Map.of(
          Resource.ALLOCATED_BYTES, "256m",
          Resource.CPU_TIME, "5s",
          Resource.WALL_TIME, "8s",
          Resource.STACK_DEPTH, "1000",
          Resource.STACK_BYTES, "48m");

  /** What no script of ours can use: files are not open to them, and nothing is held for them. */
  private static final Set<Resource> UNUSED =
      Set.of(Resource.FILE_BYTES, Resource.HELD_BYTES, Resource.CONCURRENT_OPERATIONS);

  private final Map<String, OptionSpec> byLimitKey = new LinkedHashMap<>();

  /** Adds the options to a command, whose parser will fill them. */
  LimitOptions(CommandSpec command) {
    ArgGroupSpec.Builder perFile =
        group(
            "%nLimits on each file (N: digits and '_'; SIZE: bytes, or with k, m, g behind;"
                + " DURATION: with ms, s, m, h behind; 'unlimited' lifts a default)%n");
    ArgGroupSpec.Builder total =
        group("%nLimits on all files together, or with --journal on all runs of the account%n");
    for (Resource resource : Resource.all()) {
      if (UNUSED.contains(resource)) {
        continue;
      }
      if (resource.isLimitedPerEvaluation()) {
        perFile.addArg(perFile(resource));
      }
      if (resource.isLimitedInTotal()) {
        total.addArg(total(resource));
      }
    }
    command.addArgGroup(perFile.build());
    command.addArgGroup(total.build());
  }

  private static ArgGroupSpec.Builder group(String heading) {
    return ArgGroupSpec.builder().heading(heading).validate(false);
  }

  private OptionSpec perFile(Resource resource) {
    String name = PER_EVALUATION + resource.flag();
    String alias = ALIASES.get(resource);
    String preset = DEFAULTS.get(resource);
    String effect =
        "Stop a file that uses more %s (default: %s)."
            .formatted(resource.key(), preset == null ? "no limit" : preset);
    String[] names = alias == null ? new String[] {name} : new String[] {name, alias};
    return option(Limits.PER_EVALUATION_PREFIX, resource, effect, names);
  }

  private OptionSpec total(Resource resource) {
    String effect = "Stop when all files together use more %s.".formatted(resource.key());
    return option(Limits.TOTAL_PREFIX, resource, effect, TOTAL + resource.flag());
  }

  private OptionSpec option(String prefix, Resource resource, String effect, String... names) {
    OptionSpec option =
        OptionSpec.builder(names)
            .paramLabel(label(resource))
            .type(List.class) // so that giving it twice can be refused
            .auxiliaryTypes(String.class)
            .description(effect)
            .build();
    byLimitKey.put(prefix + resource.key(), option);
    return option;
  }

  private static String label(Resource resource) {
    return switch (resource.unit()) {
      case COUNT -> "N";
      case BYTES -> "SIZE";
      case NANOS -> "DURATION";
    };
  }

  /**
   * The limits that were given, and the defaults of those that were not.
   *
   * @throws IllegalArgumentException if one does not parse, or if they contradict each other; the
   *     message names the flags
   */
  Limits limits() {
    Limits.Builder limits = Limits.builder();
    try {
      byLimitKey.forEach((key, option) -> set(limits, key, option));
      Limits given = limits.build();
      DEFAULTS.forEach((resource, preset) -> preset(limits, given, resource, preset));
      return limits.build();
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(inFlags(String.valueOf(wrong.getMessage())), wrong);
    }
  }

  private static boolean isGiven(@Nullable OptionSpec option) {
    List<String> values = option == null ? null : option.getValue();
    return values != null && !values.isEmpty();
  }

  private static void set(Limits.Builder limits, String key, OptionSpec option) {
    if (!isGiven(option)) {
      return;
    }
    List<String> values = option.getValue();
    if (values.size() > 1) {
      throw new IllegalArgumentException(
          "%s is given %d times, as %s: give it once"
              .formatted(option.longestName(), values.size(), String.join(" and ", values)));
    }
    limits.parse(key, values.get(0));
  }

  /** A default does not contradict a smaller total: that bounds each file as well. */
  private void preset(Limits.Builder limits, Limits given, Resource resource, String preset) {
    String key = Limits.PER_EVALUATION_PREFIX + resource.key();
    if (isGiven(byLimitKey.get(key))) {
      return;
    }
    long bound = Limits.builder().parse(key, preset).build().perEvaluation(resource).orElseThrow();
    limits.perEvaluation(resource, Math.min(bound, given.total(resource).orElse(bound)));
  }

  /** Messages of the meter speak of keys such as {@code limit.iterations}. */
  private String inFlags(String message) {
    String text = message;
    for (Map.Entry<String, OptionSpec> limit : byLimitKey.entrySet()) {
      text = text.replace(limit.getKey() + "=", limit.getValue().longestName() + "=");
    }
    return text;
  }

  /** The option that would have allowed more, with its parameter. */
  static String flag(Breach breach) {
    return (breach.scope() == Breach.Scope.EVALUATION ? PER_EVALUATION : TOTAL)
        + breach.resource().flag()
        + " "
        + label(breach.resource());
  }
}
