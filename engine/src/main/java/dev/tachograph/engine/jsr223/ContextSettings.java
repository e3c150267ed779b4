package dev.tachograph.engine.jsr223;

import dev.tachograph.engine.Environment;
import dev.tachograph.engine.Sandbox;
import dev.tachograph.meter.Limits;
import dev.tachograph.meter.Resource;
import javax.script.ScriptContext;
import javax.script.ScriptException;
import org.jspecify.annotations.Nullable;

/**
 * Who pays for the evaluations in a context, and how much each may use: its attributes of these
 * names, whose dots keep scripts from setting them.
 */
record ContextSettings(String account, Limits limits) {
  static final String ACCOUNT = "tachograph.account";
  static final String LIMITS = "tachograph.limits";

  private static final String DEFAULT_ACCOUNT = "script-engine";
  private static final Environment ENVIRONMENT = Environment.standard();

  static ContextSettings of(ScriptContext context) throws ScriptException {
    return new ContextSettings(
        account(context.getAttribute(ACCOUNT)), limits(context.getAttribute(LIMITS)));
  }

  private static String account(@Nullable Object attribute) throws ScriptException {
    if (attribute == null) {
      return DEFAULT_ACCOUNT;
    }
    if (!(attribute instanceof String name) || name.isBlank()) {
      throw new ScriptException(
          "%s is to be the name of an account, but is %s"
              .formatted(ACCOUNT, attribute instanceof String ? "blank" : attribute.getClass()));
    }
    return name;
  }

  private static Limits limits(@Nullable Object attribute) throws ScriptException {
    if (attribute == null) {
      return Sandbox.defaultLimits();
    }
    if (attribute instanceof Limits limits) {
      return withDefaults(limits);
    }
    if (!(attribute instanceof String text)) {
      throw new ScriptException(
          "%s is to be a text such as limit.cpuTime=1s, or a %s, but is %s"
              .formatted(LIMITS, Limits.class.getName(), attribute.getClass()));
    }
    try {
      return withDefaults(Limits.parse(text));
    } catch (IllegalArgumentException wrong) {
      throw Failures.of(LIMITS + ": " + wrong.getMessage(), wrong);
    }
  }

  /** What is not bounded keeps its default, so that one limit does not take the others away. */
  private static Limits withDefaults(Limits limits) {
    Limits defaults = Sandbox.defaultLimits();
    Limits.Builder all = limits.toBuilder();
    for (Resource resource : Resource.all()) {
      if (limits.perEvaluation(resource).isEmpty()
          && defaults.perEvaluation(resource).isPresent()) {
        long bound = defaults.perEvaluation(resource).getAsLong();
        all.perEvaluation(resource, Math.min(bound, limits.total(resource).orElse(bound)));
      }
    }
    return all.build();
  }

  /**
   * A sandbox for one evaluation; the account has these limits from now on.
   *
   * @throws IllegalStateException if scripts are not metered in this JVM
   */
  Sandbox sandbox(ContextOutput output) throws ScriptException {
    try {
      return SharedEngine.get()
          .sandbox(account)
          .environment(ENVIRONMENT)
          .limits(limits)
          .console(output)
          .build();
    } catch (IllegalArgumentException wrong) {
      throw Failures.of(ACCOUNT + ": " + wrong.getMessage(), wrong);
    }
  }
}
