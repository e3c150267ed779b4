package dev.tachograph.agent;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Which version this is: the build writes it beside this class. */
public final class AgentVersion {
  private AgentVersion() {}

  /** The version of Maven, for example {@code 1.0.0}. */
  public static String text() {
    try (InputStream in = AgentVersion.class.getResourceAsStream("version.txt")) {
      return in == null
          ? "(unpackaged)"
          : new String(in.readAllBytes(), StandardCharsets.UTF_8).trim();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
