package dev.tachograph.engine.cli;

import dev.tachograph.engine.ScriptError;
import dev.tachograph.meter.Breach;
import dev.tachograph.meter.Json;
import dev.tachograph.meter.Resource;
import dev.tachograph.meter.Usage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The two forms of a result: an object for machines, and plain words. */
final class ResultPrinter {
  private ResultPrinter() {}

  /** One JSON object. */
  static String json(RunResult result) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("outcome", Json.write(result.outcome().key()));
    members.put("value", Json.write(result.value()));
    members.put("error", Json.write(error(result)));
    members.put("breach", Json.write(result.breach() == null ? null : result.breach().toMap()));
    members.put("usage", Json.write(result.usage().toMap()));
    return members.entrySet().stream()
        .map(member -> "\n  \"" + member.getKey() + "\": " + indented(member.getValue()))
        .collect(Collectors.joining(",", "{", "\n}"));
  }

  private static @Nullable Map<String, @Nullable Object> error(RunResult result) {
    if (result.error() != null) {
      return result.error().toMap();
    }
    if (result.reason() == null) {
      return null;
    }
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put("kind", result.outcome().key());
    error.put("message", result.reason());
    return error;
  }

  /** Line ends in JSON texts are never within strings. */
  private static String indented(String json) {
    return json.replace("\n", "\n  ");
  }

  /**
   * What a person wants to know who sees the script's output already.
   *
   * @param kept whether a journal keeps the account over runs
   */
  static String words(RunResult result, boolean kept) {
    String usage = "usage: " + result.usage();
    String problem = problem(result, kept);
    return problem == null ? usage : "tachograph: " + problem + "\n" + usage;
  }

  private static @Nullable String problem(RunResult result, boolean kept) {
    ScriptError error = result.error();
    Breach breach = result.breach();
    if (breach != null) {
      return describe(breach, kept);
    }
    if (error != null) {
      return error.describe();
    }
    String reason = result.reason();
    return reason == null ? null : result.outcome().key() + ": " + reason;
  }

  private static String describe(Breach breach, boolean kept) {
    Resource resource = breach.resource();
    StringBuilder out = new StringBuilder(breach.script());
    out.append(breach.denied() ? " was not started: " : " was stopped: ").append(reason(breach));
    boolean total = breach.scope() == Breach.Scope.TOTAL;
    String whole =
        kept ? ", of account " + breach.account() + " in all runs" : ", of all files together";
    line(out, "resource", resource.key() + (total ? whole : ""));
    if (breach.limit() != Usage.UNKNOWN) {
      line(out, "limit", amount(resource, breach.limit()));
    }
    if (breach.used() != Usage.UNKNOWN) {
      line(out, "used", amount(resource, breach.used()));
    }
    Breach.Position position = breach.position();
    if (position != null) {
      String function = position.function();
      line(out, "function", function == null ? "none (top level, or without a name)" : function);
      line(out, "line", new Breach.Position(position.source(), null, position.line()));
    }
    line(out, "remedy", remedy(breach));
    return out.toString();
  }

  private static String reason(Breach breach) {
    if (breach.isSuspended()) {
      return Objects.requireNonNullElse(breach.suspension(), "its account is suspended");
    }
    String key = breach.resource().key();
    if (breach.kind() == Breach.Kind.EXHAUSTED) {
      return breach.isRuntimeSuspect()
          ? "this JVM has no more " + (isMemory(breach) ? "memory" : "stack") + " to give"
          : "it needs more " + key + " than any JVM can give";
    }
    return breach.used() == Usage.UNKNOWN
        ? key + " is limited, but cannot be measured here"
        : "it needs more " + key + " than it may use";
  }

  private static String remedy(Breach breach) {
    if (breach.isSuspended()) {
      return "ask who suspended it to resume the account";
    }
    if (breach.kind() != Breach.Kind.EXHAUSTED) {
      return "allow more with " + LimitOptions.flag(breach);
    }
    if (!breach.isRuntimeSuspect()) {
      return "none but a change of the script";
    }
    return isMemory(breach)
        ? "start the JVM with more memory (java -Xmx; it has %d MB)"
            .formatted(Runtime.getRuntime().maxMemory() >> 20)
        : "allow a stack of that size with --max-stack-bytes SIZE";
  }

  private static boolean isMemory(Breach breach) {
    return breach.resource().unit() == Resource.Unit.BYTES;
  }

  /** Sizes also to the last byte: a limit is passed by little. */
  private static String amount(Resource resource, long value) {
    String words = resource.words(value);
    return resource.unit() == Resource.Unit.BYTES && value >= 1024
        ? words + " (" + value + " bytes)"
        : words;
  }

  private static void line(StringBuilder out, String name, Object value) {
    out.append("\n  ").append(name).append(':').append(" ".repeat(9 - name.length())).append(value);
  }
}
