package dev.tachograph.jfr;

import dev.tachograph.meter.Breach;
import java.util.Locale;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** An evaluation was stopped by a limit, or denied because of one. */
@Name("tachograph.LimitExceeded")
@Label("Limit Exceeded")
@Description("An evaluation exceeded a limit, or was denied because its account is used up")
@Category({"Tachograph", "Limit"})
final class LimitExceededEvent extends EvaluationEvent {
  @Label("Kind")
  @Description("exceeded, denied, or exhausted when the JVM itself gave out")
  @Nullable String kind;

  @Label("Resource")
  @Description("Key of the resource; limit, used and requested are in its unit")
  @Nullable String resource;

  @Label("Scope")
  @Description("What the limit bounds: evaluation or total")
  @Nullable String scope;

  @Label("Limit Account")
  @Description("The account whose limit it is: that of the evaluation or a parent")
  @Nullable String limitAccount;

  @Label("Limit")
  @Description(
      "The limit in force; -1 when none was: the JVM gave out, or the account is suspended")
  long limit;

  @Label("Used")
  @Description("What had been used before, plus what was requested; -1 when not measurable")
  long used;

  @Label("Requested")
  @Description("Size of the charge that was refused")
  long requested;

  @Label("Denied")
  @Description("Whether the evaluation was refused before it ran")
  boolean denied;

  @Label("JVM Suspect")
  @Description("Whether the JVM's stack or heap ended first, so that its classes may be damaged")
  boolean jvmSuspect;

  @Label("Source")
  @Description("Name of the source where the charge was refused; absent when unknown")
  @Nullable String source;

  @Label("Function")
  @Description("Script function where the charge was refused; absent at the top level")
  @Nullable String function;

  @Label("Line")
  @Description("Line where the charge was refused; 0 when unknown")
  int line;

  void exceeded(Breach breach) {
    kind = breach.kind().key();
    resource = breach.resource().key();
    scope = breach.scope().name().toLowerCase(Locale.ROOT);
    limitAccount = breach.account();
    limit = breach.limit();
    used = breach.used();
    requested = breach.requested();
    denied = breach.denied();
    jvmSuspect = breach.isRuntimeSuspect();
    Breach.Position position = breach.position();
    if (position != null) {
      source = position.source();
      function = position.function();
      line = position.line();
    }
  }
}
