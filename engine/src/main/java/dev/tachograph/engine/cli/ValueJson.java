package dev.tachograph.engine.cli;

import dev.tachograph.meter.Json;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of scripts as JSON text. */
final class ValueJson {
  private ValueJson() {}

  /**
   * Writes what {@link dev.tachograph.engine.SandboxResult.Completed#value} may be, as {@code
   * JSON.stringify} would: dates in ISO form. A BigInt, which that refuses, is its digits in a
   * string.
   */
  static String write(@Nullable Object value) {
    return Json.write(plain(value));
  }

  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof BigInteger || value instanceof Instant) {
      return value.toString();
    }
    if (value instanceof List<?> items) {
      List<@Nullable Object> copy = new ArrayList<>();
      items.forEach(item -> copy.add(plain(item)));
      return copy;
    }
    if (value instanceof Map<?, ?> properties) {
      Map<String, @Nullable Object> copy = new LinkedHashMap<>();
      properties.forEach((name, item) -> copy.put((String) name, plain(item)));
      return copy;
    }
    return value;
  }
}
