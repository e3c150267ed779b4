package dev.tachograph.bench;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** Where something is measured, and what: without it no figure can be compared with another. */
public final class BenchMachine {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private BenchMachine() {}

  /** Names and values in the order in which people ask for them; new at each call. */
  public static Map<String, String> describe() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("commit", commit());
    environment.put("java", Runtime.version().toString());
    environment.put("vm", System.getProperty("java.vm.name"));
    environment.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    environment.put("processor", processor());
    environment.put("processors", Integer.toString(Runtime.getRuntime().availableProcessors()));
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    environment.put("load", load < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f", load));
    return environment;
  }

  /** Of which the jar was built; with {@code -dirty} if there were changes. */
  private static String commit() {
    Properties git = new Properties();
    try (InputStream in = BenchMachine.class.getResourceAsStream("/git.properties")) {
      if (in != null) {
        git.load(in);
      }
    } catch (IOException unreadable) {
      return "unknown";
    }
    return git.getProperty("git.commit.id.describe", "unknown");
  }

  private static String processor() {
    try {
      return Files.readAllLines(PROCESSORS).stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).trim())
          .findFirst()
          .orElse("unknown");
    } catch (IOException unreadable) {
      return "unknown";
    }
  }
}
