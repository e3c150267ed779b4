package dev.tachograph.jmc;

import static dev.tachograph.meter.Resource.ITERATIONS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tachograph.meter.Limits;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.item.IAccessorKey;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.IType;
import org.openjdk.jmc.common.unit.ContentType;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;
import org.openjdk.jmc.flightrecorder.rules.util.RulesToolkit;

/** How Mission Control reads our events. */
class LoaderTest {
  @TempDir Path directory;

  @Test
  void fieldsHaveTheUnitsThatTheirAnnotationsSay() throws Exception {
    IItemCollection events;
    try (RecordedScripts scripts = new RecordedScripts()) {
      scripts.ledger.setLimits("shop", Limits.builder().total(ITERATIONS, 100).build());
      scripts.evaluate("shop", "a.js", ITERATIONS, 25);
      events = JfrLoaderToolkit.loadEvents(scripts.dump(directory.resolve("app.jfr")).toFile());
    }
    Map<String, ContentType<?>> end = types(events, "tachograph.EvaluationEnd");
    assertThat(end)
        .containsEntry("allocatedBytes", UnitLookup.MEMORY)
        .containsEntry("jvmAllocatedBytes", UnitLookup.MEMORY)
        .containsEntry("accountStackBytes", UnitLookup.MEMORY)
        .containsEntry("cpuTime", UnitLookup.TIMESPAN)
        .containsEntry("accountWallTime", UnitLookup.TIMESPAN)
        .containsEntry("opened", UnitLookup.TIMESTAMP)
        .containsEntry("account", UnitLookup.PLAIN_TEXT);
    assertThat(types(events, "tachograph.AccountSnapshot"))
        .containsEntry("nearestLimitUsed", UnitLookup.PERCENTAGE);

    StringBuilder read = new StringBuilder();
    Row.forEach(
        events,
        "tachograph.AccountSnapshot",
        row ->
            read.append(row.name("account"))
                .append(row.number("iterations"))
                .append(row.percent("nearestLimitUsed"))
                .append(row.number("no such field")));
    assertThat(read.toString()).endsWith("'shop'2525.0-1");
  }

  private static Map<String, ContentType<?>> types(IItemCollection events, String name) {
    IType<IItem> type = RulesToolkit.getType(events, name);
    Map<String, ContentType<?>> types = new HashMap<>();
    for (IAccessorKey<?> key : type.getAccessorKeys().keySet()) {
      types.put(key.getIdentifier(), key.getContentType());
    }
    return types;
  }
}
