package dev.tachograph.jfr.fleet;

import dev.tachograph.jfr.reader.RecordReader;
import dev.tachograph.jfr.reader.RecordSource;
import dev.tachograph.meter.internal.BackgroundThreads;
import dev.tachograph.meter.management.GovernorMXBean;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.management.MBeanServerConnection;
import javax.management.remote.JMXConnectionNotification;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A JVM that is told over JMX what to do, and heard over JMX or through its repository. */
final class RemoteLink extends SourceLink {
  private static final long CLOSING_SECONDS = 3;

  private final JMXConnector connector;
  private final CompletableFuture<Void> lost = new CompletableFuture<>();

  /** How the events of a JVM come. */
  interface Events {
    RecordSource read(MBeanServerConnection connection, RecordReader reader) throws IOException;
  }

  private RemoteLink(JMXConnector connector, GovernorMXBean governor, RecordSource source) {
    super(governor, source);
    this.connector = connector;
    connector.addConnectionNotificationListener(
        (notification, handback) -> {
          String type = notification.getType();
          if (JMXConnectionNotification.FAILED.equals(type)
              || JMXConnectionNotification.CLOSED.equals(type)) {
            lost.complete(null);
          }
        },
        null,
        null);
    var unused = source.end().thenRun(() -> lost.complete(null));
  }

  /**
   * Reaches a JVM.
   *
   * @throws IOException if there is nobody, or no agent that counts everything
   */
  @SuppressWarnings("BanJNDI") // an operator names the JVM, and trusts it
  static RemoteLink open(
      JMXServiceURL url, Map<String, ?> environment, Events events, RecordReader reader)
      throws IOException {
    JMXConnector connector = JMXConnectorFactory.connect(url, environment);
    RecordSource source = null;
    try {
      MBeanServerConnection connection = connector.getMBeanServerConnection();
      GovernorMXBean governor = Governors.findForLimits(connection);
      source = events.read(connection, reader);
      return new RemoteLink(connector, governor, source);
    } finally {
      if (source == null) {
        close(connector);
      }
    }
  }

  @Override
  public CompletableFuture<Void> lost() {
    return lost;
  }

  @Override
  public void close() {
    if (lost.isDone()) {
      source.finish(); // later, when all that came was read
      inBackground(() -> close(connector));
    } else {
      inBackground(
          () -> {
            source.close();
            close(connector);
          });
    }
  }

  /** A JVM that hangs answers no call, and there is no way to end one. */
  private static void inBackground(Runnable work) {
    Thread thread = new BackgroundThreads("tachograph-fleet-close").newThread(work);
    thread.start();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(CLOSING_SECONDS));
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(JMXConnector connector) {
    try {
      connector.close();
    } catch (IOException gone) {
      // There is nobody to say good-bye to.
    }
  }
}
