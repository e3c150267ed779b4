package dev.tachograph.engine.config;

import java.util.Properties;
import java.util.TreeSet;

/** System properties: {@code tachograph.cache.hotAfter} is {@code cache.hotAfter}. */
final class SystemSettings {
  static final String PREFIX = "tachograph.";

  private SystemSettings() {}

  static void read(Properties properties, Entries entries) {
    for (String name : new TreeSet<>(properties.stringPropertyNames())) {
      String key = name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : "";
      if (key.contains(".") && Variables.isOurs(key, ".")) {
        entries.add(key, properties.getProperty(name), "system property " + name);
      }
    }
  }
}
