package dev.tachograph.jfr;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** A class is metered. */
@Name("tachograph.ClassWoven")
@Label("Class Woven")
@Description("A compiled script, or a class of Rhino, was given its counters")
@Category({"Tachograph", "Meter"})
final class ClassWovenEvent extends MeterEvent {
  @Label("Class")
  @Description("Its binary name")
  @Nullable String className;

  @Label("Script")
  @Description("Source name of a compiled script; absent of Rhino's own classes")
  @Nullable String script;

  @Label("Size")
  @Description("Of the class file as it was")
  @DataAmount
  long size;

  @Label("Woven Size")
  @Description("Of the class file with its counters")
  @DataAmount
  long wovenSize;
}
