package dev.tachograph.jfr.fleet;

import dev.tachograph.jfr.reader.RecordReader;
import dev.tachograph.jfr.reader.RecordSource;
import java.io.IOException;
import java.net.MalformedURLException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** Where a JVM of a fleet is found, and how it is reached. Immutable and thread-safe. */
public final class JvmAddress {
  private static final Pattern HOST_AND_PORT = Pattern.compile("(.+):(\\d{1,5})");

  private final String name;
  private final Way way;

  /** Reaches the JVM. */
  interface Way {
    /**
     * Opens a link that reads its events.
     *
     * @throws ProcessGoneException if it will never be there again
     */
    JvmLink open(RecordReader reader) throws IOException;

    /** Connects to its JMX. */
    default JMXConnector connect() throws IOException {
      throw new IOException("the JVM has no JMX that is known");
    }
  }

  /** By way of JMX. */
  private interface Connection {
    JMXServiceURL url() throws IOException;
  }

  private record JmxWay(Connection connection, Map<String, ?> environment, RemoteLink.Events events)
      implements Way {
    @Override
    public JvmLink open(RecordReader reader) throws IOException {
      return RemoteLink.open(connection.url(), environment, events, reader);
    }

    @Override
    @SuppressWarnings("BanJNDI") // an operator names the JVM, and trusts it
    public JMXConnector connect() throws IOException {
      return JMXConnectorFactory.connect(connection.url(), environment);
    }
  }

  /** For tests as well. */
  JvmAddress(String name, Way way) {
    this.name = name;
    this.way = way;
  }

  /**
   * The JVM that the tracker runs in. It is not {@linkplain #connect() connected} to: ask its own
   * MBean server.
   */
  public static JvmAddress ofThisJvm() {
    return new JvmAddress(Long.toString(ProcessHandle.current().pid()), OwnLink::open);
  }

  /**
   * A JVM behind a JMX connector. Its events come over JMX, too.
   *
   * @param environment for the connector: credentials, for example
   */
  public static JvmAddress ofJmx(JMXServiceURL url, Map<String, ?> environment) {
    Map<String, ?> copy = Map.copyOf(environment);
    return new JvmAddress(url.toString(), new JmxWay(() -> url, copy, RecordSource::ofRemote));
  }

  /**
   * A JVM on this host and of this user. Its JMX is started if it has none; its events come over
   * JMX.
   *
   * @throws IllegalArgumentException if there is no such process
   */
  public static JvmAddress ofPid(long pid) {
    return pid == ProcessHandle.current().pid()
        ? ofThisJvm()
        : ofProcess(Long.toString(pid), process(pid), RecordSource::ofRemote);
  }

  /**
   * The same, but its events come from its repository, where they are also when it was killed. It
   * must be recording to disk.
   *
   * @param repository its system property {@code jdk.jfr.repository}
   * @throws IllegalArgumentException if there is no such process
   */
  public static JvmAddress ofRepository(Path repository, long pid) {
    ProcessHandle process = process(pid);
    return ofProcess(
        pid + " " + repository,
        process,
        (connection, reader) -> RecordSource.ofRepository(repository, process, reader));
  }

  /**
   * Reads a process id, {@code host:port} of a JMX connector without credentials, or a {@code
   * service:jmx:} URL.
   *
   * @throws IllegalArgumentException if it is none of these, or there is no such process
   */
  public static JvmAddress parse(String text) {
    return parse(text, Map.of());
  }

  /** The same with an environment for JMX connectors. */
  public static JvmAddress parse(String text, Map<String, ?> environment) {
    if (text.matches("\\d{1,18}")) {
      return ofPid(Long.parseLong(text));
    }
    Matcher port = HOST_AND_PORT.matcher(text);
    boolean url = text.startsWith("service:jmx:");
    if (!url && !port.matches()) {
      throw new IllegalArgumentException(
          "'%s' is no JVM: expected a process id, host:port, or service:jmx:...".formatted(text));
    }
    try {
      JMXServiceURL service =
          new JMXServiceURL(url ? text : "service:jmx:rmi:///jndi/rmi://%s/jmxrmi".formatted(text));
      return new JvmAddress(text, ofJmx(service, environment).way);
    } catch (MalformedURLException wrong) {
      throw new IllegalArgumentException(
          "'%s' is no JVM: %s".formatted(text, wrong.getMessage()), wrong);
    }
  }

  private static ProcessHandle process(long pid) {
    return ProcessHandle.of(pid)
        .orElseThrow(() -> new IllegalArgumentException("there is no process " + pid));
  }

  /** Another process may get the id of one that is gone: that is another JVM. */
  private static JvmAddress ofProcess(
      String name, ProcessHandle process, RemoteLink.Events events) {
    Connection connection =
        () -> {
          if (!process.isAlive()) {
            throw new ProcessGoneException(process.pid());
          }
          return LocalJvm.connector(process.pid());
        };
    return new JvmAddress(name, new JmxWay(connection, Map.of(), events));
  }

  /**
   * Connects to the JVM's JMX, which is started if it has none and is on this host. Close it.
   *
   * @throws IOException if it cannot be reached
   */
  public JMXConnector connect() throws IOException {
    return way.connect();
  }

  JvmLink open(RecordReader reader) throws IOException {
    return way.open(reader);
  }

  /** The name of the JVM in everything that a tracker says. */
  @Override
  public String toString() {
    return name;
  }
}
