package dev.tachograph.engine.cli;

import dev.tachograph.meter.Breach;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options that limit resources: {@code --max-<flag>} and {@code --total-<flag>} of each. */
final class LimitOptions {
  private static final String PER_EVALUATION = "--max-";
  private static final String TOTAL = "--total-";

  private final Map<String, OptionSpec> byLimitKey = new LinkedHashMap<>();

  /** Adds the options to a command, whose parser will fill them. */
  LimitOptions(CommandSpec command) {
    List<OptionSpec> perFile = new ArrayList<>();
    List<OptionSpec> total = new ArrayList<>();
    for (Resource resource : Resource.all()) {
      if (resource.isLimitedPerEvaluation()) {
        perFile.add(
            option(
                Limits.PER_EVALUATION_PREFIX,
                PER_EVALUATION,
                resource,
                "Stop a file that uses more than N %s."));
      }
      total.add(
          option(
              Limits.TOTAL_PREFIX,
              TOTAL,
              resource,
              "Stop when all files together use more than N %s."));
    }
    command.addArgGroup(
        group("%nLimits on each file (N is digits and '_'; default: no limit)%n", perFile));
    command.addArgGroup(group("%nLimits on all files together%n", total));
  }

  private OptionSpec option(String keyPrefix, String flagPrefix, Resource resource, String effect) {
    OptionSpec option =
        OptionSpec.builder(flagPrefix + resource.flag())
            .paramLabel("N")
            .type(List.class) // so that giving it twice can be refused
            .auxiliaryTypes(String.class)
            .description(effect.formatted(resource.key()))
            .build();
    byLimitKey.put(keyPrefix + resource.key(), option);
    return option;
  }

  private static ArgGroupSpec group(String heading, List<OptionSpec> options) {
    ArgGroupSpec.Builder group = ArgGroupSpec.builder().heading(heading).validate(false);
    options.forEach(group::addArg);
    return group.build();
  }

  /**
   * The limits that were given.
   *
   * @throws IllegalArgumentException if one is no number, or if they contradict each other; the
   *     message names the flags
   */
  Limits limits() {
    Limits.Builder limits = Limits.builder();
    try {
      byLimitKey.forEach((key, option) -> set(limits, key, option));
      return limits.build();
    } catch (IllegalArgumentException wrong) {
      throw new IllegalArgumentException(inFlags(String.valueOf(wrong.getMessage())), wrong);
    }
  }

  private static void set(Limits.Builder limits, String key, OptionSpec option) {
    List<String> given = option.getValue();
    if (given == null || given.isEmpty()) {
      return;
    }
    if (given.size() > 1) {
      throw new IllegalArgumentException(
          "%s is given %d times, as %s: give it once"
              .formatted(option.longestName(), given.size(), String.join(" and ", given)));
    }
    limits.parse(key, given.get(0));
  }

  /** Messages of the meter speak of keys such as {@code limit.iterations}. */
  private String inFlags(String message) {
    String text = message;
    for (Map.Entry<String, OptionSpec> limit : byLimitKey.entrySet()) {
      text = text.replace(limit.getKey() + "=", limit.getValue().longestName() + "=");
    }
    return text;
  }

  /** The option that would have allowed more. */
  static String flag(Breach breach) {
    return (breach.scope() == Breach.Scope.EVALUATION ? PER_EVALUATION : TOTAL)
        + breach.resource().flag();
  }
}
