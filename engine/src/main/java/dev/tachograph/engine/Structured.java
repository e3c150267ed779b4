package dev.tachograph.engine;

import dev.tachograph.meter.Breach;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The form of results for machines: what JSON can say. */
final class Structured {
  private Structured() {}

  static Map<String, @Nullable Object> of(SandboxResult result) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("outcome", outcome(result));
    boolean completed = result instanceof SandboxResult.Completed;
    map.put("value", completed ? plain(result.value()) : null);
    map.put("truncated", result instanceof SandboxResult.Completed c && c.truncated());
    map.put("error", result instanceof SandboxResult.Failed f ? f.error().toMap() : null);
    Breach breach = breach(result);
    map.put("breach", breach == null ? null : breach.toMap());
    map.put("usage", result.usage().toMap());
    map.put("durationNanos", result.duration().toNanos());
    map.put("console", result.console().stream().map(Structured::of).toList());
    return map;
  }

  private static String outcome(SandboxResult result) {
    if (result instanceof SandboxResult.Completed) {
      return "completed";
    }
    if (result instanceof SandboxResult.Failed) {
      return "failed";
    }
    if (result instanceof SandboxResult.LimitExceeded) {
      return "limit-exceeded";
    }
    return result instanceof SandboxResult.Denied ? "denied" : "cancelled";
  }

  private static @Nullable Breach breach(SandboxResult result) {
    if (result instanceof SandboxResult.LimitExceeded stopped) {
      return stopped.breach();
    }
    if (result instanceof SandboxResult.Denied denied) {
      return denied.breach();
    }
    return result instanceof SandboxResult.Cancelled cancelled ? cancelled.breach() : null;
  }

  private static Map<String, @Nullable Object> of(ConsoleMessage message) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("level", message.level().name().toLowerCase(Locale.ROOT));
    map.put("text", message.text());
    return map;
  }

  /** Dates become their texts of ISO 8601, and a BigInt its digits, for it may be any number. */
  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Instant || value instanceof BigInteger) {
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
