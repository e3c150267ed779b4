package dev.tachograph.agent.tools;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import javax.management.remote.JMXConnector;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who asks for a connection to another JVM. */
final class Credentials {
  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description = "A properties file with user= and password= for JMX connectors.")
  private @Nullable Path file;

  /**
   * For a JMX connector.
   *
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it lacks something
   */
  Map<String, ?> environment() throws IOException {
    if (file == null) {
      return Map.of();
    }
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(in);
    }
    String user = properties.getProperty("user");
    String password = properties.getProperty("password");
    if (user == null || password == null) {
      throw new IllegalArgumentException(file + ": needs user= and password=");
    }
    return Map.of(JMXConnector.CREDENTIALS, new String[] {user, password});
  }
}
