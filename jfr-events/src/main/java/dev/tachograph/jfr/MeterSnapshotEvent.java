package dev.tachograph.jfr;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Period;
import jdk.jfr.Timestamp;
import org.jspecify.annotations.Nullable;

/** The meter as a whole; with it come the snapshots of all its accounts and scripts. */
@Name("tachograph.MeterSnapshot")
@Label("Meter Snapshot")
@Description("What is metered in this JVM; comes with snapshots of all accounts and scripts")
@Category({"Tachograph", "Meter"})
@Period("everyChunk")
final class MeterSnapshotEvent extends MeterEvent {
  @Label("Process Id")
  long pid;

  @Label("Process Start")
  @Description("When the JVM was started")
  @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
  long processStart;

  @Label("Recorded Since")
  @Description("When the first recording of this JVM started, and all counts with it")
  @Timestamp(Timestamp.MILLISECONDS_SINCE_EPOCH)
  long recordedSince;

  @Label("Accounts")
  @Count("accounts")
  long accounts;

  @Label("Scripts")
  @Description("Pairs of script and account that were seen")
  @Count("scripts")
  long scripts;

  @Label("Running")
  @Description("Evaluations that run")
  @Count("evaluations")
  long running;

  @Label("Script Classes")
  @Description("Compiled scripts that are metered, since the start of the JVM")
  @Count("classes")
  long scriptClasses;

  @Label("Runtime Classes")
  @Description("Classes of Rhino that are metered, since the start of the JVM")
  @Count("classes")
  long runtimeClasses;

  @Label("Refused Classes")
  @Description("Classes that cannot be metered and were not let in, since the start of the JVM")
  @Count("classes")
  long refusedClasses;

  @Label("Rhino Versions")
  @Description("With commas between them; absent while none is known")
  @Nullable String rhinoVersions;
}
