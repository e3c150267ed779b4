package dev.tachograph.jfr;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The settings of our events as Flight Recorder reads them: a file {@code *.jfc}. */
public final class FlightRecorderSettings {
  private FlightRecorderSettings() {}

  /** The settings that are in force without any: our events with their periods, in XML. */
  public static String text() {
    try (InputStream in = FlightRecorderSettings.class.getResourceAsStream("tachograph.jfc")) {
      if (in == null) {
        throw new IllegalStateException("tachograph.jfc is missing beside its class");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException damaged) {
      throw new UncheckedIOException(damaged);
    }
  }
}
