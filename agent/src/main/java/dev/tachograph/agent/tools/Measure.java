package dev.tachograph.agent.tools;

import dev.tachograph.meter.Resource;
import dev.tachograph.meter.attribution.Cost;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** The figures that functions are compared by. */
enum Measure {
  FUEL(Resource.FUEL),
  ITERATIONS(Resource.ITERATIONS),
  FUNCTION_CALLS(Resource.FUNCTION_CALLS),
  ALLOCATED_BYTES(Resource.ALLOCATED_BYTES),
  NATIVE_STEPS(Resource.NATIVE_STEPS),
  CPU_TIME(Resource.CPU_TIME);

  /** Those that are counted or sampled, and not made of others. */
  static final List<Measure> COUNTED =
      Arrays.stream(values()).filter(measure -> measure != FUEL).toList();

  private final Resource resource;

  Measure(Resource resource) {
    this.resource = resource;
  }

  Resource resource() {
    return resource;
  }

  /** In the unit of its resource. */
  long of(Cost cost) {
    return switch (this) {
      case FUEL -> cost.fuel();
      case ITERATIONS -> cost.iterations();
      case FUNCTION_CALLS -> cost.functionCalls();
      case ALLOCATED_BYTES -> cost.allocatedBytes();
      case NATIVE_STEPS -> cost.nativeSteps();
      case CPU_TIME -> cost.cpuNanos();
    };
  }

  /** From its key, as somebody types it. */
  static final class Converter implements CommandLine.ITypeConverter<Measure> {
    @Override
    public Measure convert(String key) {
      for (Measure measure : values()) {
        if (measure.toString().equals(key)) {
          return measure;
        }
      }
      throw new CommandLine.TypeConversionException(
          "'" + key + "' is none of " + List.of(values()));
    }
  }

  /** The key of its resource, as options have it. */
  @Override
  public String toString() {
    return resource.key();
  }
}
