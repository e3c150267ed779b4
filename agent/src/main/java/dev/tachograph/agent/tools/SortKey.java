package dev.tachograph.agent.tools;

import dev.tachograph.meter.Resource;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;

/**
 * What rows are sorted by.
 *
 * @param resource the key of a resource
 * @param perSecond whether its rate counts, and not all that was used
 */
record SortKey(Resource resource, boolean perSecond) {
  private static final String PER_SECOND = "/s";

  /** The rows by this key, the most first; the rest as they were. */
  List<LiveRow> sort(List<LiveRow> rows, Rate rate) {
    return rows.stream()
        .sorted(
            (one, other) ->
                perSecond
                    ? Double.compare(rate.of(other), rate.of(one))
                    : Long.compare(other.usage().get(resource), one.usage().get(resource)))
        .toList();
  }

  /** The rate of a row, -1 where it is unknown. */
  interface Rate {
    double of(LiveRow row);
  }

  @Override
  public String toString() {
    return resource.key() + (perSecond ? PER_SECOND : "");
  }

  /** From what somebody types: {@code cpuTime}, {@code iterations/s}. */
  static final class Converter implements CommandLine.ITypeConverter<SortKey> {
    @Override
    public SortKey convert(String text) {
      boolean perSecond = text.endsWith(PER_SECOND);
      String key = perSecond ? text.substring(0, text.length() - PER_SECOND.length()) : text;
      Optional<Resource> resource = Resource.ofKey(key);
      if (resource.isEmpty()) {
        throw new CommandLine.TypeConversionException(
            "'%s' is none of %s"
                .formatted(text, Resource.all().stream().map(Resource::key).toList()));
      }
      if (perSecond && resource.get().kind() != Resource.Kind.SUM) {
        throw new CommandLine.TypeConversionException(
            "'%s' does not add up, so it has no rate; sort by '%s'".formatted(text, key));
      }
      return new SortKey(resource.get(), perSecond);
    }
  }
}
