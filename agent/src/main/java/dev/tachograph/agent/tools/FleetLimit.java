package dev.tachograph.agent.tools;

import dev.tachograph.jfr.fleet.FleetTracker;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A limit over all JVMs, as the command line has it: {@code tenant-7:iterations=1_000_000}. Names
 * of accounts may have any characters.
 */
record FleetLimit(String account, Resource resource, long limit) {
  /** Sets it. */
  void applyTo(FleetTracker fleet) {
    fleet.setLimit(account, resource, limit);
  }

  /** Reads the text. */
  static final class Converter implements ITypeConverter<FleetLimit> {
    @Override
    public FleetLimit convert(String text) {
      int equals = text.lastIndexOf('=');
      int colon = text.lastIndexOf(':', equals);
      if (colon <= 0 || equals < colon) {
        throw new TypeConversionException(
            "'%s' is no limit: expected ACCOUNT:RESOURCE=N, as tenant-7:iterations=1_000_000"
                .formatted(text));
      }
      try {
        String key = Limits.optionKey(Limits.TOTAL_PREFIX + text.substring(colon + 1, equals));
        Limits limits = Limits.builder().parse(key, text.substring(equals + 1)).build();
        Resource resource =
            Resource.ofKey(key.substring(Limits.TOTAL_PREFIX.length())).orElseThrow();
        if (resource.kind() != Resource.Kind.SUM) {
          throw new IllegalArgumentException(
              resource.key() + " is no sum: what several JVMs use of it cannot be added up");
        }
        return new FleetLimit(
            text.substring(0, colon), resource, limits.total(resource).orElse(Long.MAX_VALUE));
      } catch (IllegalArgumentException wrong) {
        throw new TypeConversionException(wrong.getMessage());
      }
    }
  }
}
