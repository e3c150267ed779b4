package dev.tachograph.jfr;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jdk.jfr.Configuration;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.SettingDescriptor;
import org.junit.jupiter.api.Test;

/** The shipped settings and what the settings mean. */
class SettingsTest extends RecordingFixture {
  /** What Flight Recorder adds to every event; ours are never recorded with stack traces. */
  private static final Set<String> EVERY_EVENT = Set.of("enabled", "stackTrace", "threshold");

  @Test
  void theShippedSettingsAreTheDefaultsOfAllEvents() throws Exception {
    Configuration shipped = Configuration.create(new StringReader(FlightRecorderSettings.text()));
    Map<String, String> settings = shipped.getSettings();
    try (Recording recording = new Recording()) {
      recording.start();
      Map<String, EventType> types =
          FlightRecorder.getFlightRecorder().getEventTypes().stream()
              .filter(type -> type.getName().startsWith("tachograph."))
              .collect(Collectors.toMap(EventType::getName, type -> type));
      Map<String, String> defaults = new HashMap<>();
      for (EventType type : types.values()) {
        for (SettingDescriptor setting : type.getSettingDescriptors()) {
          String key = type.getName() + "#" + setting.getName();
          if (!EVERY_EVENT.contains(setting.getName()) || settings.containsKey(key)) {
            defaults.put(key, setting.getDefaultValue());
          }
        }
      }
      defaults.keySet().removeIf(key -> key.endsWith("#throttle"));
      assertThat(settings).isEqualTo(defaults);
      assertThat(types).hasSize(13);
      assertThat(new TreeSet<>(types.keySet()))
          .isEqualTo(
              settings.keySet().stream()
                  .map(key -> key.substring(0, key.indexOf('#')))
                  .collect(Collectors.toCollection(TreeSet::new)));
    }
  }

  @Test
  void everythingIsLabelledAndNothingTakesAStack() {
    try (Recording recording = new Recording()) {
      recording.start();
      assertThat(FlightRecorder.getFlightRecorder().getEventTypes())
          .filteredOn(type -> type.getName().startsWith("tachograph."))
          .isNotEmpty()
          .allSatisfy(
              type -> {
                assertThat(type.getLabel()).isNotBlank();
                assertThat(type.getDescription()).isNotBlank();
                assertThat(type.getCategoryNames()).hasSize(2).first().isEqualTo("Tachograph");
                assertThat(type.getSettingDescriptors())
                    .filteredOn(setting -> setting.getName().equals("stackTrace"))
                    .allSatisfy(
                        setting -> assertThat(setting.getDefaultValue()).isEqualTo("false"));
                assertThat(type.getField("meterId").getAnnotationElements()).hasSizeGreaterThan(1);
                assertThat(type.getFields())
                    .allSatisfy(field -> assertThat(field.getLabel()).isNotBlank());
              });
    }
  }

  @Test
  void patternsOfAccountsAreCombined() {
    AccountFilter filter = new AccountFilter();
    assertThat(filter.accepts("any")).isTrue();
    filter.setValue(filter.combine(Set.of("a*,b", "b,c?")));
    assertThat(filter.getValue()).isEqualTo("a*,b,c?");
    assertThat(filter.accepts("abc")).isTrue();
    assertThat(filter.accepts("b")).isTrue();
    assertThat(filter.accepts("bc")).isFalse();
    assertThat(filter.accepts("cd")).isTrue();
    assertThat(filter.accepts("cde")).isFalse();
    assertThat(filter.accepts(null)).isFalse();
    filter.setValue("tenant.7");
    assertThat(filter.accepts("tenant-7")).isFalse();
    filter.setValue(filter.combine(Set.of("a*,*", "b")));
    assertThat(filter.getValue()).isEqualTo("*");
    filter.setValue("b");
    filter.setValue(null);
    assertThat(filter.accepts("any")).isTrue();
  }
}
