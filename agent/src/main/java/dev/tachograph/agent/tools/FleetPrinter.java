package dev.tachograph.agent.tools;

import dev.tachograph.jfr.fleet.FleetEvent;
import dev.tachograph.jfr.fleet.FleetReading;
import dev.tachograph.meter.Json;
import java.io.PrintStream;
import java.util.Map;

/**
 * Prints what happens to a fleet, and how it stands when that has changed: in words, or as lines of
 * JSON. Thread-safe.
 */
final class FleetPrinter {
  private final PrintStream out;
  private final boolean json;
  private String last = "";
  private boolean ended;

  FleetPrinter(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  synchronized void print(FleetEvent event) {
    if (!ended) {
      out.println(json ? Json.compact(event.toMap()) : FleetWords.of(event));
    }
  }

  /** Prints nothing that it printed last. */
  synchronized void print(FleetReading reading) {
    String words = FleetWords.of(reading);
    if (!ended && !words.equals(last)) {
      last = words;
      write("reading", reading, words);
    }
  }

  /** The last word, once. */
  synchronized void end(FleetReading reading) {
    if (!ended) {
      ended = true;
      write("final", reading, "Final figures\n" + FleetWords.of(reading));
    }
  }

  private void write(String key, FleetReading reading, String words) {
    out.println(json ? Json.compact(Map.of(key, reading.toMap())) : words + "\n");
    out.flush();
  }
}
