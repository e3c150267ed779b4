package dev.tachograph.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** A class is not let in. */
@Name("tachograph.ClassRefused")
@Label("Class Refused")
@Description("A class that cannot be metered was replaced by one that cannot be used")
@Category({"Tachograph", "Meter"})
final class ClassRefusedEvent extends MeterEvent {
  @Label("Class")
  @Description("Its binary name")
  @Nullable String className;

  @Label("Script")
  @Description("Source name of a compiled script; absent when not known")
  @Nullable String script;

  @Label("Reason")
  @Nullable String reason;
}
