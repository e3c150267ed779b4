package dev.tachograph.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import org.jspecify.annotations.Nullable;

/** A Rhino was tried out. */
@Name("tachograph.MeteringProof")
@Label("Metering Proof")
@Description("A small script was counted and stopped exactly before the first one of the host ran")
@Category({"Tachograph", "Meter"})
final class MeteringProofEvent extends MeterEvent {
  @Label("Rhino")
  @Description("Its version")
  @Nullable String rhino;

  @Label("Mode")
  @Description("interpreted or compiled")
  @Nullable String mode;

  @Label("Failure")
  @Description("Why scripts are refused; absent if they are metered")
  @Nullable String failure;
}
