package dev.tachograph.engine.cli;

import dev.tachograph.meter.LimitStatus;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.ResourceTracker;
import dev.tachograph.meter.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What was used and what is left, in lines for a prompt. */
final class UsageWords {
  private UsageWords() {}

  /** What one evaluation used of what adds up over evaluations, without what it did not use. */
  static String cost(Usage usage) {
    return Resource.all().stream()
        .filter(resource -> resource.kind() == Resource.Kind.SUM && usage.get(resource) > 0)
        .filter(resource -> resource != Resource.EVALUATIONS)
        .map(resource -> resource.key() + " " + resource.words(usage.get(resource)))
        .collect(Collectors.joining(", "));
  }

  /** What an account used so far, a line each. */
  static List<String> usage(Usage usage) {
    return Resource.all().stream()
        .filter(resource -> usage.get(resource) > 0)
        .map(resource -> line(resource, resource.words(usage.get(resource))))
        .toList();
  }

  /** The limits of an account, a line each, with how the totals stand. */
  static List<String> limits(ResourceTracker account) {
    List<String> lines = new ArrayList<>();
    Limits limits = account.limits();
    Map<Resource, LimitStatus> totals = account.limitStatus();
    for (Resource resource : Resource.all()) {
      limits
          .perEvaluation(resource)
          .ifPresent(limit -> lines.add(line(resource, resource.words(limit) + " for each")));
      LimitStatus total = totals.get(resource);
      if (total != null) {
        lines.add(
            line(
                resource,
                "%s in all: used %s, left %s (%.0f %% used)"
                    .formatted(
                        resource.words(total.limit()),
                        total.used() == Usage.UNKNOWN ? "?" : resource.words(total.used()),
                        resource.words(total.remaining()),
                        total.share() * 100)));
      }
    }
    return lines.isEmpty() ? List.of("no limits") : lines;
  }

  private static String line(Resource resource, String words) {
    return "  %-18s %s".formatted(resource.key(), words);
  }
}
